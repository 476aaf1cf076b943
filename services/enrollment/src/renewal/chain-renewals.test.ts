import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testBench } from '@tutelage/shared/testing/test-context.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { nthId } from '../testing/account-fixtures.ts'
import { countInTally, writeCensus } from './census-store.ts'
import { addTally, emptyTally, type Tally } from './renewal.ts'

/** A campus's term that was counted on a day, and what its tally has come to. */
interface CountedTerm {
  readonly campusId: string
  readonly n: number
  readonly censusOn: string
  readonly tally: Tally
}

const tallies = fc
  .tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50))
  .map(([renewed, lapsed, open, naturalEnds, promoted]): Tally => {
    return { counted: renewed + lapsed + open + naturalEnds, renewed, lapsed, naturalEnds, promoted }
  })
const anyTerm = fc.record({
  campusId: fc.constantFrom('cam_east', 'cam_west', 'cam_north'),
  n: fc.integer({ min: 1, max: 200 }),
  censusOn: fc.constantFrom('2026-01-31', '2026-05-01', '2026-05-03', '2026-05-31', '2026-06-01'),
  tally: fc.option(tallies, { nil: emptyTally }),
})

async function chainOf(terms: readonly CountedTerm[]) {
  const bench = testBench({ service: 'enrollment' })
  for (const { campusId, n, censusOn, tally } of terms) {
    const context = bench.context({ campusId })
    const termId = nthId('term', n)
    const dates = { censusOn: localDate(censusOn), cutOffOn: localDate('2026-06-14') }
    const counted = countInTally(context, { termId, scope: { of: 'CAMPUS' }, change: tally, known: undefined })
    const writes = [
      writeCensus(context, { termId, ...dates, status: 'taken' }, 0),
      ...(tally.counted > 0 ? [counted] : []),
    ]
    await context.commit({ writes, answer: null })
  }
  const api = httpHandler(enrollment, bench.ports, { checkReplies: true })
  return (query: string, campuses = '*') =>
    ask(api, { method: 'GET', path: `/enrollment/reports/renewals?${query}`, as: { role: 'principal', campuses } })
}

const may = 'from=2026-05-01&to=2026-05-31'

test('E14: the chain’s figure is the sum of its campuses’ terms of a period, and never more than all of them', async () => {
  const key = ({ campusId, n }: CountedTerm) => `${campusId} ${n}`
  const terms = fc.uniqueArray(anyTerm, { maxLength: 12, selector: key })
  await fc.assert(
    fc.asyncProperty(terms, async (counted) => {
      const { body } = await (await chainOf(counted))(may)
      const expected = counted.filter(({ censusOn }) => censusOn >= '2026-05-01' && censusOn <= '2026-05-31')
      const sum = expected.reduce((total, { tally }) => addTally(total, tally), emptyTally)
      const { counted: all, renewed, naturalEnds } = sum
      expect(body).toMatchObject({ counted: all, renewed, naturalEnds, lapsed: sum.lapsed })
      expect(body.renewed + body.lapsed + body.open + body.naturalEnds).toBe(body.counted)
      expect(body.campuses).toBe(new Set(expected.map(({ campusId }) => campusId)).size)
      const shown = body.terms.map((each: { campusId: string; termId: string }) => `${each.campusId} ${each.termId}`)
      expect(shown.sort()).toEqual(expected.map(({ campusId, n }) => `${campusId} ${nthId('term', n)}`).sort())
      if (all === naturalEnds) expect(body.rateBasisPoints).toBeUndefined()
      else {
        expect(Math.abs(body.rateBasisPoints - (10_000 * renewed) / (all - naturalEnds))).toBeLessThanOrEqual(0.5)
        expect(body.rateBasisPoints).toBeLessThanOrEqual(10_000)
      }
    }),
    { numRuns: 50 },
  )
})

const tally: Tally = { counted: 10, renewed: 6, lapsed: 1, naturalEnds: 2, promoted: 0 }
const two = [
  { campusId: 'cam_east', n: 1, censusOn: '2026-05-03', tally },
  { campusId: 'cam_west', n: 2, censusOn: '2026-05-04', tally: { ...tally, renewed: 2, lapsed: 5 } },
]

test('E14: whoever sees some campuses only gets the figure of those', async () => {
  const read = await chainOf(two)
  expect((await read(may)).body).toMatchObject({ campuses: 2, counted: 20, renewed: 8, rateBasisPoints: 5_000 })
  expect((await read(may, 'cam_east')).body).toMatchObject({
    campuses: 1,
    counted: 10,
    renewed: 6,
    rateBasisPoints: 7_500,
  })
  expect((await read(may, 'cam_east')).text).not.toContain('cam_west')
})

test('E14: a period is at most a year, and does not end before it begins', async () => {
  const read = await chainOf(two)
  expect((await read('from=2026-01-01&to=2027-06-01')).body.type).toBe('urn:tutelage:problem:tooFarApart')
  expect((await read('from=2026-05-31&to=2026-05-01')).status).toBe(400)
})

test('E14: the chain’s figure reads the tallies of its campuses, and no student', async () => {
  const terms = Array.from({ length: 150 }, (_, n) => ({
    campusId: `cam_${n % 50}x`,
    n: n + 1,
    censusOn: '2026-05-03',
    tally,
  }))
  const { body } = await (await chainOf(terms))(may)
  expect(body).toMatchObject({ campuses: 50, counted: 1_500, renewed: 900, rateBasisPoints: 7_500 })
  expect(body.terms).toHaveLength(150)
})
