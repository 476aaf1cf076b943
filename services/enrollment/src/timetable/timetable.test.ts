import { lessonCancelled, lessonScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour, nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'
import { findClash, overlaps } from './lesson.ts'

test('E2: lessons get their times, all of them or none, and are told of', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const lessons = await at.lessons(classGroupId, 3)
  const { items } = (await at.get(`/class-groups/${classGroupId}/lessons`)).body
  expect(items.map(({ lessonId }: { lessonId: string }) => lessonId)).toEqual(lessons)
  expect(items[0]).toMatchObject({ ...lessonAt(0), teacherId: 'stf_teacher', status: 'scheduled' })
  expect(at.eventsOf(lessonScheduled).map(({ meta }) => meta.aggregateId)).toEqual(lessons)
  expect((await at.get(`/lessons/${nthId('lesson', 9)}`)).status).toBe(404)
})

test('E2: a teacher is in one place at a time, whichever class it is', async () => {
  const at = await enrollmentBench()
  const one = await at.classGroup()
  const two = await at.classGroup()
  const [first] = await at.lessons(one.classGroupId, 1)
  const lessons = [lessonAt(1), { ...lessonAt(0), endsAt: lessonAt(1).startsAt.replace('-03T10', '-02T11') }]
  const refused = await at.post(`/class-groups/${two.classGroupId}/lessons`, { lessons })
  expect(refused).toMatchObject({ status: 409, body: { type: problem('teacherBusy'), details: { lessonId: first } } })
  expect((await at.get(`/class-groups/${two.classGroupId}/lessons`)).body.items).toEqual([])
  const twice = await at.post(`/class-groups/${two.classGroupId}/lessons`, { lessons: [lessonAt(2), lessonAt(2)] })
  expect(twice.body).toMatchObject({ type: problem('teacherBusy') })
})

test('E2: a lesson over midnight keeps its teacher busy on both days', async () => {
  const at = await enrollmentBench()
  const one = await at.classGroup()
  const two = await at.classGroup()
  const late = { startsAt: '2026-03-02T22:00:00Z', endsAt: '2026-03-03T02:00:00Z' }
  await at.post(`/class-groups/${one.classGroupId}/lessons`, { lessons: [late] })
  const early = { startsAt: '2026-03-03T01:00:00Z', endsAt: '2026-03-03T03:00:00Z' }
  const refused = await at.post(`/class-groups/${two.classGroupId}/lessons`, { lessons: [early] })
  expect(refused.body).toMatchObject({ type: problem('teacherBusy') })
})

test('E2: two classes that want one teacher at one time at once: one gets it', async () => {
  const at = await enrollmentBench()
  const groups = [await at.classGroup(), await at.classGroup()]
  const answers = await Promise.all(
    groups.map(({ classGroupId }) => at.post(`/class-groups/${classGroupId}/lessons`, { lessons: [lessonAt(0)] })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(at.retries()).toBeGreaterThan(0)
})

test('E2: a class has no more lessons than it was opened for; a cancelled one makes room and frees the teacher', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ lessonCount: 1 })
  const [lessonId = ''] = await at.lessons(classGroupId, 1)
  const another = () => at.post(`/class-groups/${classGroupId}/lessons`, { lessons: [lessonAt(0)] })
  expect((await another()).body).toMatchObject({ type: problem('tooManyLessons') })
  const cancelled = await at.post(`/lessons/${lessonId}/cancellations`, { reason: 'Typhoon' })
  expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } })
  expect(at.eventsOf(lessonCancelled)).toMatchObject([{ data: { lessonId } }])
  expect((await at.post(`/lessons/${lessonId}/cancellations`, { reason: 'Again' })).body).toMatchObject({
    type: problem('alreadyCancelled'),
  })
  expect((await another()).status).toBe(201)
})

test('E2: a lesson in which somebody was marked is not cancelled', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lessonId = ''] = await at.lessons(classGroupId, 1)
  const { studentId } = await at.enrolled(classGroupId, 1)
  at.clock.set(lessonAt(0).endsAt)
  await at.mark(lessonId, { [studentId]: 'attended' })
  const refused = await at.post(`/lessons/${lessonId}/cancellations`, { reason: 'Late' })
  expect(refused.body).toMatchObject({ type: problem('alreadyMarked') })
})

test('E2: a lesson ends after it starts, within 12 hours', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const { startsAt } = lessonAt(0)
  for (const endsAt of [startsAt, lessonAt(1).startsAt]) {
    const answer = await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: [{ startsAt, endsAt }] })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'body.lessons.0.endsAt' }] } })
  }
})

test('E2: some lessons clash exactly when two of them overlap', () => {
  const slot = fc
    .record({ from: fc.integer({ min: 0, max: 30 }), hours: fc.integer({ min: 1, max: 4 }) })
    .map(({ from, hours }) => ({ startsAt: hour(from), endsAt: hour(from + hours) }))
  fc.assert(
    fc.property(fc.array(slot, { maxLength: 5 }), fc.array(slot, { maxLength: 5 }), (wanted, taken) => {
      const busy = taken.map((each, n) => ({ ...each, lessonId: nthId('lesson', n) }))
      const clashes = wanted.some(
        (one, at) =>
          taken.some((other) => overlaps(one, other)) || wanted.some((other, n) => n < at && overlaps(one, other)),
      )
      expect(findClash(wanted, busy) !== undefined).toBe(clashes)
    }),
  )
})
