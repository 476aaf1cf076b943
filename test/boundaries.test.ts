import { cruise } from 'dependency-cruiser'
import { describe, expect, test } from 'vitest'
import rules from '../.dependency-cruiser.mjs'

const folders = ['packages', 'services', 'infra']

async function read() {
  const result = await cruise(folders, { ruleSet: { forbidden: rules.forbidden }, validate: true, ...rules.options })
  if (typeof result.output === 'string') throw new Error('expected the graph, not a report')
  return result.output
}

describe('imports go one way', async () => {
  const graph = await read()

  test('every folder was read, and its imports were followed', () => {
    for (const service of ['leads', 'enrollment', 'loyalty', 'feedback']) {
      const own = graph.modules.filter(({ source }) => source.startsWith(`services/${service}/src/`))
      expect(own.length, service).toBeGreaterThan(10)
      const followed = own.flatMap(({ dependencies }) => dependencies).map(({ resolved }) => resolved)
      expect(followed.filter((path) => path.startsWith('packages/shared/src/')).length, service).toBeGreaterThan(10)
    }
  })

  test('no import crosses a boundary', () => {
    const crossed = graph.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
    expect(crossed).toEqual([])
  })
})
