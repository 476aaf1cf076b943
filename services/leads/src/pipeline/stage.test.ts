import { stageField } from '@tutelage/shared/contracts/leads/lead-fields.ts'
import { addMs, dayMs, hourMs, instant } from '@tutelage/shared/kernel/instant.ts'
import { daysBetween } from '@tutelage/shared/kernel/local-date.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysInStages, type Fact, furtherStage, mayMove, stageAfter } from './stage.ts'

const stages = stageField().options
const anyStage = fc.constantFrom(...stages)
const anyFact = fc.constantFrom<Fact>(
  'reached',
  'enquiredAgain',
  'trialBooked',
  'trialAttended',
  'trialMissed',
  'enrolled',
)

test('L7: staff move a lead on, give it up, or reopen it; won, trials and new follow from what happens', () => {
  const moves = stages.flatMap((from) => stages.filter((to) => mayMove(from, to)).map((to) => `${from} ${to}`))
  expect(moves).toEqual([
    'new contacted',
    'new negotiating',
    'new lost',
    'contacted negotiating',
    'contacted lost',
    'trialBooked contacted',
    'trialBooked negotiating',
    'trialBooked lost',
    'trialAttended contacted',
    'trialAttended negotiating',
    'trialAttended lost',
    'negotiating contacted',
    'negotiating lost',
    'lost contacted',
  ])
})

test('L7: what is won stays won, whatever happens, and an enrollment wins every lead', () => {
  fc.assert(fc.property(anyFact, (fact) => stageAfter('won', fact) === 'won'))
  fc.assert(fc.property(anyStage, (stage) => stageAfter(stage, 'enrolled') === 'won'))
})

test('L7: what is lost is open again only by a new inquiry or an enrollment', () => {
  expect(stageAfter('lost', 'enquiredAgain')).toBe('new')
  fc.assert(
    fc.property(
      anyFact.filter((fact) => fact !== 'enquiredAgain' && fact !== 'enrolled'),
      (fact) => stageAfter('lost', fact) === 'lost',
    ),
  )
})

test('L7: being reached contacts a new lead and does not set back another', () => {
  expect(stages.map((stage) => stageAfter(stage, 'reached'))).toEqual([
    'contacted',
    'contacted',
    'trialBooked',
    'trialAttended',
    'negotiating',
    'won',
    'lost',
  ])
})

test('L8: another trial does not set back a lead that has come further', () => {
  expect(stages.map((stage) => stageAfter(stage, 'trialBooked'))).toEqual([
    'trialBooked',
    'trialBooked',
    'trialBooked',
    'trialAttended',
    'negotiating',
    'won',
    'lost',
  ])
})

test('L8: a missed trial sets back only a lead that was waiting for it', () => {
  expect(stageAfter('trialBooked', 'trialMissed')).toBe('contacted')
  expect(stageAfter('negotiating', 'trialMissed')).toBe('negotiating')
})

test('L3: of two leads the further stage counts, whichever survives', () => {
  fc.assert(fc.property(anyStage, anyStage, (a, b) => furtherStage(a, b) === furtherStage(b, a)))
  expect(furtherStage('lost', 'new')).toBe('new')
  expect(furtherStage('negotiating', 'won')).toBe('won')
})

const start = instant('2026-03-01T16:00:00Z')

test('L7: days in a stage are days of the campus, and two stays in one stage are added up', () => {
  const entries = [
    { stage: 'new', enteredAt: start },
    { stage: 'lost', enteredAt: addMs(start, 2 * dayMs) },
    // 23:59 in Shanghai, one minute before the next day.
    { stage: 'new', enteredAt: addMs(start, 3 * dayMs - 60_000) },
  ] as const
  expect(daysInStages(entries, addMs(start, 5 * dayMs), 'Asia/Shanghai')).toEqual({ new: 5, lost: 0 })
})

test('L7: the days of all stages add up to the days since the lead came', () => {
  const step = fc.record({ stage: anyStage, afterHours: fc.nat(500) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), fc.nat(500), (steps, last) => {
      let at = start
      const entries = steps.map(({ stage, afterHours }) => {
        at = addMs(at, afterHours * hourMs)
        return { stage, enteredAt: at }
      })
      const now = addMs(at, last * hourMs)
      const days = Object.values(daysInStages(entries, now, 'America/New_York'))
      const first = entries[0]?.enteredAt ?? now
      const [from, to] = [first, now].map((moment) => localDateOf(moment, 'America/New_York'))
      expect(days.reduce((sum, count) => sum + count, 0)).toBe(from && to ? daysBetween(from, to) : 0)
    }),
  )
})
