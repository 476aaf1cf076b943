import { z } from 'zod'
import {
  authorizerKind,
  distributionKind,
  edgePolicyKinds,
  httpApiKind,
  integrationKind,
  routeKind,
  stageKind,
} from './api-kinds.ts'
import { accountId, arnOf, region } from './arns.ts'
import { userPoolClientKind, userPoolDomainKind, userPoolKind } from './cognito-kinds.ts'
import { globalTableKind, tableKind } from './dynamodb-kinds.ts'
import {
  archiveKind,
  eventBusKind,
  eventBusPolicyKind,
  ruleKind,
  scheduleGroupKind,
  scheduleKind,
} from './events-kinds.ts'
import { managedPolicyKind, policyKind, roleKind } from './iam-kinds.ts'
import { aliasKind, eventSourceMappingKind, functionKind, permissionKind, versionKind } from './lambda-kinds.ts'
import {
  type NamedResource,
  physicalName,
  type ResourceKind,
  type ResourceValues,
  resourceKind,
  stableId,
} from './resource-kind.ts'
import { queueKind, queuePolicyKind } from './sqs-kinds.ts'

const anything = z.record(z.string(), z.unknown())
const inertKind = (type: string, values: (resource: NamedResource) => ResourceValues): ResourceKind =>
  resourceKind(type, anything, values)
const named = (type: string, property: string, arn: (name: string) => string): ResourceKind =>
  inertKind(type, (resource) => {
    const name = physicalName(resource, property)
    return { ref: name, attributes: { Arn: arn(name), Name: name } }
  })

/** Mail sending identities are taken as verified; the local inbox takes mail from them. */
export const emailIdentityKind = resourceKind(
  'AWS::SES::EmailIdentity',
  z.looseObject({ EmailIdentity: z.string() }),
  (resource) => {
    const token = (index: number) => ({
      [`DkimDNSTokenName${index}`]: `local${index}._domainkey`,
      [`DkimDNSTokenValue${index}`]: `local${index}.dkim.amazonses.com`,
    })
    return { ref: resource.property('EmailIdentity') ?? '', attributes: { ...token(1), ...token(2), ...token(3) } }
  },
)

/** Watched or stored by AWS only: they exist here so that other resources can name them, and do nothing. */
const inertKinds: readonly ResourceKind[] = [
  named('AWS::Logs::LogGroup', 'LogGroupName', (name) => `${arnOf('logs', `log-group:${name}`)}:*`),
  named('AWS::CloudWatch::Alarm', 'AlarmName', (name) => arnOf('cloudwatch', `alarm:${name}`)),
  named('AWS::CloudWatch::Dashboard', 'DashboardName', (name) => arnOf('cloudwatch', `dashboard/${name}`)),
  inertKind('AWS::SNS::Topic', (resource) => {
    const name = physicalName(resource, 'TopicName')
    return { ref: arnOf('sns', name), attributes: { TopicArn: arnOf('sns', name), TopicName: name } }
  }),
  inertKind('AWS::SNS::TopicPolicy', (resource) => ({ ref: stableId(resource, 16) })),
  inertKind('AWS::SNS::Subscription', (resource) => ({ ref: stableId(resource, 16) })),
  inertKind('AWS::KMS::Key', (resource) => {
    const id = stableId(resource, 36)
    return { ref: id, attributes: { Arn: arnOf('kms', `key/${id}`), KeyId: id } }
  }),
  inertKind('AWS::KMS::Alias', (resource) => ({ ref: resource.property('AliasName') ?? '' })),
  named('AWS::SES::ConfigurationSet', 'Name', (name) => arnOf('ses', `configuration-set/${name}`)),
  inertKind('AWS::S3::Bucket', (resource) => {
    const name = physicalName(resource, 'BucketName').toLowerCase()
    const DomainName = `${name}.s3.amazonaws.com`
    const RegionalDomainName = `${name}.s3.${region}.amazonaws.com`
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, DomainName, RegionalDomainName } }
  }),
  inertKind('AWS::S3::BucketPolicy', (resource) => ({ ref: stableId(resource, 16) })),
  inertKind('AWS::CDK::Metadata', (resource) => ({ ref: stableId(resource, 16) })),
]

/** Everything that a template may hold. What is not here stops the start. */
export const supportedKinds: readonly ResourceKind[] = [
  ...[tableKind, globalTableKind],
  ...[functionKind, eventSourceMappingKind, permissionKind, versionKind, aliasKind],
  ...[roleKind, policyKind, managedPolicyKind],
  ...[queueKind, queuePolicyKind],
  ...[eventBusKind, ruleKind, archiveKind, eventBusPolicyKind, scheduleKind, scheduleGroupKind],
  ...[httpApiKind, routeKind, integrationKind, authorizerKind, stageKind],
  ...[userPoolKind, userPoolClientKind, userPoolDomainKind],
  ...[distributionKind, ...edgePolicyKinds, emailIdentityKind, ...inertKinds],
]

/** The account's ARN as `aws sts get-caller-identity` shows it to whoever is no function. */
export const operatorArn = `arn:aws:iam::${accountId}:user/operator`
