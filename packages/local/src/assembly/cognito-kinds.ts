import { z } from 'zod'
import { arnOf, region } from './arns.ts'
import { resourceKind, stableId } from './resource-kind.ts'

/** The local issuer stands in for the pool: its people and its sign-in pages are not emulated, its triggers refused. */
const settings = z.looseObject({ LambdaConfig: z.undefined().optional() })

export const userPoolKind = resourceKind('AWS::Cognito::UserPool', settings, (resource) => {
  const id = `${region}_${stableId(resource, 9)}`
  const ProviderName = `cognito-idp.${region}.amazonaws.com/${id}`
  const attributes = { Arn: arnOf('cognito-idp', `userpool/${id}`), UserPoolId: id, ProviderName }
  return { ref: id, attributes: { ...attributes, ProviderURL: `https://${ProviderName}` } }
})

export const userPoolClientKind = resourceKind(
  'AWS::Cognito::UserPoolClient',
  z.looseObject({ UserPoolId: z.string() }),
  (resource) => ({ ref: stableId(resource, 26), attributes: { ClientId: stableId(resource, 26) } }),
)

export const userPoolDomainKind = resourceKind(
  'AWS::Cognito::UserPoolDomain',
  z.looseObject({ Domain: z.string() }),
  (resource) => ({ ref: resource.property('Domain') ?? '' }),
)
