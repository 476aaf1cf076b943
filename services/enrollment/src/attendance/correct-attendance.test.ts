import { attendanceCorrected } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { classOfTwo } from '../testing/class-of-two.ts'
import { enrollmentBench, evening, problem } from '../testing/enrollment-bench.ts'

test('E7: a correction reverses exactly what the mark caused, posts the right one, and the pay follows', async () => {
  const { at, first, li } = await classOfTwo()
  await at.mark(first, { [li.studentId]: 'attended' })
  const before = await at.balance(li.enrollmentId)
  const leave = await at.correct(first, li.studentId, 'leave')
  expect(leave).toMatchObject({ status: 201, body: { status: 'leave', deductedCentihours: 0, revision: 2 } })
  expect((await at.balance(li.enrollmentId)).hours).toMatchObject({ usedCentihours: 0, remainingCentihours: 2_000 })
  expect((await at.pay03()).entries.map(({ amountMinor }: { amountMinor: number }) => amountMinor)).toEqual([
    15_000, -15_000,
  ])
  await at.correct(first, li.studentId, 'late')
  const after = await at.balance(li.enrollmentId)
  expect(after.hours).toEqual(before.hours)
  expect(after.money).toEqual(before.money)
  expect((await at.pay03()).totalMinor).toBe(15_000)
  expect(at.eventsOf(attendanceCorrected).map(({ data }) => [data.before, data.after])).toEqual([
    ['attended', 'leave'],
    ['leave', 'late'],
  ])
  expect(await at.correct(first, li.studentId, 'late')).toMatchObject({ body: { type: problem('sameStatus') } })
})

test('E7: who was never marked cannot be corrected', async () => {
  const { at, first, wang } = await classOfTwo()
  const refused = await at.correct(first, wang.studentId, 'absent')
  expect(refused).toMatchObject({ status: 409, body: { type: problem('notMarked') } })
})

test('E7: a deduction for which hours were owed is corrected after they were paid', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lesson = ''] = await at.lessons(classGroupId, 1)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  at.clock.set(evening(0))
  await at.mark(lesson, { [studentId]: 'attended' })
  expect((await at.balance(enrollmentId)).hours).toMatchObject({ remainingCentihours: 0, owedCentihours: 200 })
  await at.pay(enrollmentId, 100_000)
  expect((await at.balance(enrollmentId)).money).toMatchObject({ prepaidMinor: 60_000, incomeMinor: 40_000 })
  expect((await at.correct(lesson, studentId, 'leave')).status).toBe(201)
  const { hours, money } = await at.balance(enrollmentId)
  expect(hours).toMatchObject({ remainingCentihours: 500, owedCentihours: 0, usedCentihours: 0 })
  expect(money).toMatchObject({ prepaidMinor: 100_000, incomeMinor: 0 })
})

test('E7: of two corrections at once the second starts anew, also when it read the mark before the first and its account after', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lesson = ''] = await at.lessons(classGroupId, 1)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  at.clock.set(evening(0))
  await at.mark(lesson, { [studentId]: 'attended' })
  let rivals = 1
  const get = async (key: ItemKey) => {
    if (key.sk === 'ACCOUNT' && rivals-- > 0) await at.correct(lesson, studentId, 'leave')
    return at.table.get(key)
  }
  const api = httpHandler(enrollment, { ...at.ports, table: { ...at.table, get } })
  const path = `/enrollment/campuses/${testCampusId}/lessons/${lesson}/attendance/${studentId}/corrections`
  const headers = { 'idempotency-key': 'second' }
  const second = await ask(api, { method: 'POST', path, headers, as: 'principal', body: { status: 'late' } })
  expect(second).toMatchObject({ status: 201, body: { status: 'late', deductedCentihours: 200, revision: 3 } })
  expect((await at.balance(enrollmentId)).hours).toMatchObject({ owedCentihours: 200, usedCentihours: 200 })
})
