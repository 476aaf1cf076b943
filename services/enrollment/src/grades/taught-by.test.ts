import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { enrollmentBench } from '../testing/enrollment-bench.ts'

/** A student of a class that `stf_teacher` teaches. */
async function taught() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  const why = { why: { kind: 'naturalEnd', reason: 'courseFinished' }, refundMinor: 0 }
  return {
    ...at,
    leave: async () =>
      expect((await at.post(`/enrollments/${enrollmentId}/termination`, why)).status).toBeLessThan(300),
    handOver: async (teacherId: string) => {
      const { version } = (await at.get(`/class-groups/${classGroupId}`)).body
      expect((await at.patch(`/class-groups/${classGroupId}`, { teacherId }, version)).status).toBe(200)
    },
    /** What a teacher who asks for the grades is answered. */
    asked: async (id = 'stf_teacher') =>
      (await at.get(`/students/${studentId}/grades`, { role: 'teacher', id })).status,
  }
}

test('E15: a teacher sees who left their class for 60 days more, for late scores, and then no longer', async () => {
  const { leave, asked, clock } = await taught()
  clock.advance(700 * dayMs)
  expect(await asked()).toBe(200)
  await leave()
  clock.advance(60 * dayMs)
  expect(await asked()).toBe(200)
  clock.advance(1)
  expect(await asked()).toBe(403)
})

test('E15: who takes a class over sees who sits in it, and nobody who had left before', async () => {
  const { leave, handOver, asked, clock } = await taught()
  await handOver('stf_second')
  expect([await asked('stf_second'), await asked()]).toEqual([200, 403])
  clock.advance(dayMs)
  await leave()
  expect(await asked('stf_second')).toBe(200)
  clock.advance(dayMs)
  await handOver('stf_third')
  expect(await asked('stf_third')).toBe(403)
})
