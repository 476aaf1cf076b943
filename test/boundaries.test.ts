import { cruise } from 'dependency-cruiser'
import { describe, expect, test } from 'vitest'
import { forbidden, options } from './boundary-rules.ts'

const resolving = { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] }

async function read(rules = forbidden) {
  const folders = ['packages', 'services', 'infra']
  const result = await cruise(folders, { ruleSet: { forbidden: rules }, validate: true, ...options }, resolving)
  if (typeof result.output === 'string') throw new Error('expected the graph, not a report')
  return result.output
}

describe('imports go one way', async () => {
  const graph = await read()

  test.each(['leads', 'enrollment', 'loyalty', 'feedback'])('%s was read, and its imports were followed', (service) => {
    const own = graph.modules.filter(({ source }) => source.startsWith(`services/${service}/src/`))
    expect(own.length).toBeGreaterThan(10)
    const followed = own.flatMap(({ dependencies }) => dependencies).map(({ resolved }) => resolved)
    expect(followed.filter((path) => path.startsWith('packages/shared/src/')).length).toBeGreaterThan(10)
  })

  test('no import crosses a boundary', () => {
    const crossed = graph.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
    expect(crossed).toEqual([])
  })

  test('a boundary that is crossed is seen: services do import shared', async () => {
    const planted = {
      name: 'planted',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^packages/shared/' },
    } as const
    const { summary } = await read([planted])
    expect(summary.violations.length).toBeGreaterThan(10)
  })
})
