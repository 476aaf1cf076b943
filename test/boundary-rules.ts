import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser'

const services = ['leads', 'enrollment', 'loyalty', 'feedback']
const shared = '^packages/shared/src'
const severity = 'error'

/** Each layer of shared and what it may import beside itself. */
const layers = [
  { layer: 'kernel', may: [] },
  { layer: 'contracts', may: ['kernel'] },
  { layer: 'ledger', may: ['kernel', 'contracts'] },
  { layer: 'documents', may: ['kernel', 'contracts'] },
  { layer: 'data', may: ['kernel', 'contracts'] },
  { layer: 'links', may: ['kernel', 'contracts', 'data'] },
  { layer: 'campus', may: ['kernel', 'contracts', 'data'] },
  { layer: 'messaging', may: ['kernel', 'contracts', 'data'] },
  { layer: 'partners', may: ['kernel', 'contracts', 'data'] },
  { layer: 'lambda', may: ['kernel', 'contracts', 'data', 'campus', 'messaging', 'partners', 'documents'] },
]

/** Tests and what only tests use may look sideways. */
const production = { pathNot: ['\\.test\\.ts$', 'fixtures\\.ts$', 'random-history\\.ts$'] }

const betweenLayers = layers.map(
  ({ layer, may }): IForbiddenRuleType => ({
    name: `${layer}-imports-downwards`,
    severity,
    from: { path: `${shared}/${layer}/`, ...production },
    to: { path: '^(packages|services|infra|test)/', pathNot: `${shared}/(${[layer, ...may].join('|')})/` },
  }),
)

const betweenServices = services.map(
  (service): IForbiddenRuleType => ({
    name: `${service}-imports-no-other-service`,
    severity,
    from: { path: `^services/${service}/` },
    to: { path: `^services/(?!${service}/)` },
  }),
)

/** Imports go one way: kernel ← contracts ← ledger, data ← campus, partners ← lambda ← services ← infra, local, test. */
export const forbidden: IForbiddenRuleType[] = [
  { name: 'no-circles', severity, from: {}, to: { circular: true } },
  { name: 'every-import-leads-somewhere', severity, from: {}, to: { couldNotResolve: true } },
  ...betweenServices,
  {
    name: 'services-import-shared-only',
    severity,
    from: { path: '^services/' },
    to: { path: '^(infra|packages/(?!shared)|test)/' },
  },
  ...betweenLayers,
  {
    name: 'pure-layers-know-no-platform',
    severity,
    from: { path: `${shared}/(kernel|ledger|contracts)/`, ...production },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'the-aws-sdk-stays-behind-the-ports',
    severity,
    from: { path: '^services/' },
    to: { path: 'node_modules/@(aws-sdk|smithy)/' },
  },
]

/** How imports are followed. */
export const options: ICruiseOptions = {
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '^(dist|cdk\\.out)/' },
}
