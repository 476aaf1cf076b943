import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { Construct } from 'constructs'
import { prefixOf, type Settings } from '../settings.ts'
import type { ServiceStack } from './service-stack.ts'

export interface GatewayStackProps extends StackProps {
  readonly settings: Settings
  /** Service → its stack; the first also answers what belongs to none. */
  readonly services: ReadonlyMap<string, ServiceStack>
}

/** One domain before the services' APIs: `/<service>/…` goes to that service, as it came, never from a cache. */
export class GatewayStack extends Stack {
  constructor(scope: Construct, id: string, { settings, services, ...props }: GatewayStackProps) {
    super(scope, id, props)
    const behaviors = [...services].map(([name, stack]) => [`/${name}/*`, this.#passOn(stack)] as const)
    const first = behaviors[0]?.[1]
    if (!first) throw new Error('a gateway needs a service')
    const distribution = new Distribution(this, 'Gateway', {
      comment: prefixOf(settings),
      defaultBehavior: first,
      additionalBehaviors: Object.fromEntries(behaviors),
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...this.#ownDomain(settings.domain),
    })
    acknowledge(distribution, settings.domain !== undefined)
    new CfnOutput(this, 'Url', { value: `https://${settings.domain?.name ?? distribution.distributionDomainName}` })
  }

  #ownDomain(domain: Settings['domain']) {
    if (!domain) return {}
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn)
    return { certificate, domainNames: [domain.name], minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021 }
  }

  #passOn({ api: { api } }: ServiceStack): BehaviorOptions {
    const domain = `${api.apiId}.execute-api.${this.region}.${this.urlSuffix}`
    return {
      origin: new HttpOrigin(domain, { protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    }
  }
}

function acknowledge(distribution: Distribution, hasOwnDomain: boolean): void {
  const validations = Validations.of(distribution)
  validations.acknowledge(
    {
      id: 'AwsSolutions-CFR1',
      reason: 'Families travel and partners call from anywhere; no country is to be shut out',
    },
    {
      id: 'AwsSolutions-CFR2',
      reason: 'Each API throttles and each route authorizes; a web ACL costs more than a small chain',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason:
        'Its log would keep paths and queries, in which guardian links and phone numbers stand; each API logs every request by route pattern',
    },
  )
  if (!hasOwnDomain) {
    validations.acknowledge({
      id: 'AwsSolutions-CFR4',
      reason:
        "CloudFront's own certificate fixes the TLS policy; with domainName and certificateArn it is TLSv1.2_2021",
    })
  }
}
