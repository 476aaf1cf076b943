import { leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench } from '../testing/enrollment-bench.ts'

const merge = (into: number, from: number) => ({
  ...{ leadId: nthId('lead', into), mergedLeadId: nthId('lead', from) },
  ...{ studentId: nthId('student', into), mergedStudentId: nthId('student', from) },
  ...{ householdId: nthId('household', into), mergedHouseholdId: nthId('household', from) },
})

test('L2: a student whom leads captured is known here by ids', async () => {
  const at = await enrollmentBench()
  const studentId = await at.student(1)
  const known = { studentId, householdId: nthId('household', 1), leadId: nthId('lead', 1) }
  expect((await at.get(`/students/${studentId}`, 'teacher')).body).toEqual(known)
  expect((await at.get(`/students/${nthId('student', 2)}`)).status).toBe(404)
})

test('L3: a merge that comes before the captures it is about ends alike', async () => {
  const at = await enrollmentBench()
  await at.deliver(leadMerged, merge(1, 2))
  await at.deliver(leadMerged, merge(3, 1))
  const two = await at.student(2)
  const survivor = { studentId: nthId('student', 3), householdId: nthId('household', 3), leadId: nthId('lead', 3) }
  expect((await at.get(`/students/${two}`)).body).toEqual(survivor)
  await at.student(1)
  await at.student(3)
  expect((await at.get(`/students/${two}`)).body).toEqual(survivor)
  expect((await at.get(`/students/${nthId('student', 1)}`)).body).toEqual(survivor)
})

test('L3: an event that is delivered twice changes nothing', async () => {
  const at = await enrollmentBench()
  await at.student(1)
  const eventId = at.ids.next('event')
  await at.deliver(leadMerged, merge(1, 2), { eventId })
  const before = at.table.all()
  await at.deliver(leadMerged, merge(1, 2), { eventId })
  expect(at.table.all()).toEqual(before)
})
