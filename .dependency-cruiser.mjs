/** Imports go one way. Read by `test/boundaries.test.ts`, which also fails when nothing was read. */
const services = ['leads', 'enrollment', 'loyalty', 'feedback']
const shared = '^packages/shared/src'

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** A layer of shared and what it may import beside itself. */
const layers = [
  { layer: 'kernel', may: [] },
  { layer: 'contracts', may: ['kernel'] },
  { layer: 'ledger', may: ['kernel'] },
  { layer: 'data', may: ['kernel', 'contracts'] },
  { layer: 'campus', may: ['kernel', 'contracts', 'data'] },
  { layer: 'messaging', may: ['kernel', 'contracts', 'data', 'campus'] },
  { layer: 'partners', may: ['kernel', 'contracts', 'data', 'campus'] },
  { layer: 'lambda', may: ['kernel', 'contracts', 'data', 'campus', 'messaging', 'partners', 'documents'] },
  { layer: 'documents', may: ['kernel', 'contracts'] },
]

const testsAside = { pathNot: '\\.test\\.ts$' }

export default {
  forbidden: [
    forbid('no-circles', 'A circle has no bottom to start reading from.', {}, { circular: true }),
    forbid('resolvable', 'An import that leads nowhere was not checked.', {}, { couldNotResolve: true }),
    ...services.map((service) =>
      forbid(
        `${service}-imports-no-other-service`,
        'Services talk through events.',
        { path: `^services/${service}/` },
        { path: `^services/(?!${service}/)` },
      ),
    ),
    forbid(
      'services-import-shared-only',
      'A service knows nothing of how it is deployed or emulated.',
      { path: '^services/' },
      { path: '^(infra|packages/(?!shared)|test)/' },
    ),
    ...layers.map(({ layer, may }) =>
      forbid(
        `${layer}-imports-downwards`,
        'kernel ← contracts ← ledger, data ← campus, messaging, partners ← lambda.',
        { path: `${shared}/${layer}/`, ...testsAside },
        { path: '^(packages|services|infra|test)/', pathNot: `${shared}/(${[layer, ...may].join('|')})/` },
      ),
    ),
    forbid(
      'pure-layers-know-no-platform',
      'Rules run anywhere: no AWS, no Node modules.',
      { path: `${shared}/(kernel|ledger|contracts)/`, ...testsAside },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'aws-only-in-adapters',
      'The SDK stays behind the ports.',
      { path: '^services/' },
      { path: 'node_modules/@(aws-sdk|smithy)/' },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
