import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf } from '../capture/leads-bench.ts'
import { afterTaking, type Candidate, canTake, type Load, nextInRound, nextTurn, takenIn30Days } from './rota.ts'

const today = localDate('2026-03-31')
const staff = (name: string): StaffId => idOf('staff', `stf_${name}`)
const load = (name: string, change: Partial<Load> = {}): Load => ({
  staffId: staff(name),
  lastTurn: 0,
  taken: {},
  version: 0,
  ...change,
})
const candidate = (name: string, change: Partial<Candidate> = {}): Candidate => ({
  load: load(name),
  capacityPer30Days: 60,
  onLeave: false,
  optedOut: false,
  ...change,
})

test('L5: whoever had no turn for the longest time is next', () => {
  const round = [
    candidate('anna', { load: load('anna', { lastTurn: 3 }) }),
    candidate('boris', { load: load('boris', { lastTurn: 1 }) }),
    candidate('chen', { load: load('chen', { lastTurn: 2 }) }),
  ]
  expect(nextInRound(round, today)?.staffId).toBe('stf_boris')
})

test('L5: whoever is on leave, opted out or full is passed over; when all are, nobody is next', () => {
  const full = candidate('full', {
    capacityPer30Days: 2,
    load: load('full', { taken: { '2026-03-02': 1, '2026-03-31': 1 } }),
  })
  const away = [candidate('leave', { onLeave: true }), candidate('out', { optedOut: true }), full]
  expect(nextInRound([...away, candidate('zoe')], today)?.staffId).toBe('stf_zoe')
  expect(nextInRound(away, today)).toBeUndefined()
})

test('L5: a capacity counts today and the 29 days before', () => {
  const taken = { '2026-03-01': 5, '2026-03-02': 1, '2026-03-31': 1 }
  expect(takenIn30Days(load('anna', { taken }), today)).toBe(2)
  expect(canTake(candidate('anna', { capacityPer30Days: 2, load: load('anna', { taken }) }), today)).toBe(false)
  expect(canTake(candidate('anna', { capacityPer30Days: 2, load: load('anna', { taken }) }), addDays(today, 1))).toBe(
    true,
  )
})

test('L5: days that no capacity counts any more are forgotten', () => {
  const before = load('anna', { taken: { '2026-03-01': 5, '2026-03-02': 1 } })
  expect(afterTaking(before, 4, today)).toMatchObject({ lastTurn: 4, taken: { '2026-03-02': 1, '2026-03-31': 1 } })
})

test('L5: of those who can always take a lead, none ever has two more than another', () => {
  const names = fc.uniqueArray(fc.constantFrom('a1', 'b2', 'c3', 'd4', 'e5'), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(names, fc.nat(60), (members, leads) => {
      let round = members.map((name) => candidate(name, { capacityPer30Days: 1000 }))
      for (let lead = 0; lead < leads; lead += 1) {
        const next = nextInRound(round, today)
        if (!next) throw new Error('somebody can take it')
        const turn = nextTurn(round.map((one) => one.load))
        round = round.map((one) => (one.load === next ? { ...one, load: afterTaking(next, turn, today) } : one))
      }
      const counts = round.map((one) => takenIn30Days(one.load, today))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(leads)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    }),
  )
})

test('L5: nobody ever takes more than their capacity', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }), (capacities) => {
      let round = capacities.map((capacityPer30Days, at) => candidate(`s${at}`, { capacityPer30Days }))
      for (let next = nextInRound(round, today); next; next = nextInRound(round, today)) {
        const taker = next
        round = round.map((one) => (one.load === taker ? { ...one, load: afterTaking(taker, 1, today) } : one))
      }
      expect(round.map((one) => takenIn30Days(one.load, today))).toEqual(capacities)
    }),
  )
})
