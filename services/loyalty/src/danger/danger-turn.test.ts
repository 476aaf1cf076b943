import { expect, test } from 'vitest'
import { dayAt } from '../testing/sample-events.ts'
import { named, staff } from '../testing/service-bench.ts'
import { assignedTo, type Danger, turnOf } from './danger.ts'

const subject = {
  dangerId: named('danger', 'one'),
  householdId: named('household', 'wang'),
  studentId: named('student', 'li'),
  learningManagerId: staff('stf_first'),
}
const at = { subject, now: dayAt(1) }
const reasons = [{ reason: 'complaint' as const, evidence: ['cmp_1'] }]
const endangered = { reasons, endangered: true }
const safe = { reasons: [], endangered: false }

function after(known: Danger | undefined, assessment: typeof endangered | typeof safe): Danger {
  const turn = turnOf(known, assessment, at)
  if (turn.turn === 'none') throw new Error('nothing turned')
  return turn.danger
}

test('Y14: a danger that was cleared is not cleared again', () => {
  const cleared = after(after(undefined, endangered), safe)
  expect(cleared).toMatchObject({ reasons, state: { status: 'resolved', by: 'signalsCleared' } })
  expect(turnOf(cleared, safe, at)).toEqual({ turn: 'none' })
  expect(turnOf(undefined, safe, at)).toEqual({ turn: 'none' })
})

test('Y14: an open danger whose reasons stay is left alone; one whose reasons change is not detected again', () => {
  const open = after(undefined, endangered)
  expect(turnOf(open, endangered, at)).toEqual({ turn: 'none' })
  const more = [...reasons, { reason: 'gradeFell' as const, evidence: ['grd_1'] }]
  expect(turnOf(open, { reasons: more, endangered: true }, at)).toMatchObject({
    turn: 'changed',
    danger: { reasons: more },
  })
})

test('Y14: a danger that a person assigned stays theirs, also when it is detected again', () => {
  const assignment = { learningManagerId: staff('stf_second'), assignedBy: 'stf_demo-principal' }
  const assigned = assignedTo(after(undefined, endangered), assignment)
  if (!assigned.ok) throw new Error(assigned.code)
  const again = after(after(assigned.value, safe), endangered)
  expect(again).toMatchObject({ ...assignment, state: { status: 'open' } })
})

test('Y14: a danger that nobody assigned follows the enrollment', () => {
  const open = after(undefined, endangered)
  const moved = { subject: { ...subject, learningManagerId: staff('stf_second') }, now: dayAt(2) }
  expect(turnOf(open, endangered, moved)).toMatchObject({
    turn: 'changed',
    danger: { learningManagerId: 'stf_second', detectedAt: dayAt(1) },
  })
})

test('Y14: a resolved danger is nobody’s task', () => {
  const cleared = after(after(undefined, endangered), safe)
  expect(assignedTo(cleared, { learningManagerId: staff('stf_second'), assignedBy: 'x' })).toMatchObject({
    code: 'alreadyResolved',
  })
})
