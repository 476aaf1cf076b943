import { type App, Tags, Validations } from 'aws-cdk-lib'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import { AwsSolutionsChecks } from 'cdk-nag'
import type { HandlerFile } from './bundle.ts'
import type { Manifest } from './manifests.ts'
import { prefixOf, type Settings } from './settings.ts'
import { GatewayStack } from './stacks/gateway-stack.ts'
import { ServiceStack } from './stacks/service-stack.ts'
import { SharedStack } from './stacks/shared-stack.ts'

/** The service that keeps what partners post and no service takes. */
const quarantine = 'leads'

export interface ChainStacksProps {
  readonly settings: Settings
  readonly manifests: readonly Manifest[]
  /** The bundle of one entry point of one service. */
  readonly code: (service: string, handler: HandlerFile) => Code
}

/**
 * All stacks of one stage: what is shared, one stack per service, one gateway before them. Services know the shared stack
 * and not each other. Synthesis fails on any finding of AwsSolutions that no construct answers for.
 */
export function addChainStacks(app: App, { settings, manifests, code }: ChainStacksProps): void {
  const prefix = prefixOf(settings)
  const common = { settings, terminationProtection: settings.stage !== 'local' }
  const shared = new SharedStack(app, `${prefix}-shared`, common)
  const partnerTypes = manifests.flatMap((manifest) =>
    manifest.partnerSubscriptions.map(({ contract }) => contract.name),
  )
  const services = manifests.map((manifest) => {
    const own = { manifest, shared, code: (handler: HandlerFile) => code(manifest.name, handler) }
    const quarantineAllBut = manifest.name === quarantine && { quarantineAllBut: partnerTypes }
    const stack = new ServiceStack(app, `${prefix}-${manifest.name}`, { ...common, ...own, ...quarantineAllBut })
    return [manifest.name, stack] as const
  })
  new GatewayStack(app, `${prefix}-gateway`, { ...common, services: new Map(services) })
  Tags.of(app).add('tutelage:stage', settings.stage)
  Tags.of(app).add('tutelage:chain', settings.chain)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
}
