import { lessonScheduled, teacherChanged } from '@tutelage/shared/contracts/enrollment/events.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'

async function oneClass(change: Readonly<Record<string, unknown>> = {}) {
  const at = await enrollmentBench()
  const api = httpHandler(enrollment, at.ports, { checkReplies: true })
  const { classGroupId } = await at.classGroup(change)
  const path = `/enrollment/campuses/${testCampusId}/class-groups/${classGroupId}`
  const etag = async () => (await ask(api, { method: 'GET', path, as: 'principal' })).headers.etag ?? ''
  const patch = async (body: unknown, ifMatch?: string) =>
    ask(api, { method: 'PATCH', path, as: 'principal', body, headers: { 'if-match': ifMatch ?? (await etag()) } })
  const lessons = async () => (await at.get(`/class-groups/${classGroupId}/lessons?limit=200`)).body.items
  return { at, api, path, classGroupId, patch, etag, lessons }
}

test('E1: a change names the version that it builds on', async () => {
  const { at, api, path, classGroupId, patch, etag } = await oneClass()
  const seen = await etag()
  await at.enrolled(classGroupId, 1)
  expect(await patch({ capacity: 5 }, seen)).toMatchObject({ status: 412, body: { type: problem('versionMismatch') } })
  const blind = await ask(api, { method: 'PATCH', path, as: 'principal', body: { capacity: 5 } })
  expect(blind).toMatchObject({ status: 428, body: { type: problem('versionRequired') } })
  const changed = await patch({ capacity: 5 })
  expect(changed).toMatchObject({ status: 200, body: { capacity: 5, seatsTaken: 1 } })
  expect(changed.headers.etag).toBe(await etag())
})

test('E1: a capacity is never below the seats taken, nor above the seats of the room', async () => {
  const { at, classGroupId, patch } = await oneClass({ capacity: 3 })
  for (const n of [1, 2]) await at.enrolled(classGroupId, n)
  expect((await patch({ capacity: 1 })).body).toMatchObject({ type: problem('seatsTaken'), details: { seatsTaken: 2 } })
  const { roomId } = (await at.post('/rooms', { name: 'A1', capacity: 2 })).body
  expect((await patch({ roomId })).body).toMatchObject({ type: problem('roomTooSmall') })
  expect((await patch({ roomId, capacity: 2 })).body).toMatchObject({ roomId, capacity: 2 })
  expect((await patch({ capacity: 3 })).body).toMatchObject({ type: problem('roomTooSmall') })
  expect((await patch({ roomId: null, capacity: 3 })).body).not.toHaveProperty('roomId')
})

test('E1: of a last seat and a smaller capacity at once, one wins', async () => {
  for (const first of ['seat', 'capacity']) {
    const { at, classGroupId, patch, etag } = await oneClass({ capacity: 2 })
    await at.enrolled(classGroupId, 1)
    const [studentId, seen] = [await at.student(2), await etag()]
    const seat = () => at.post('/enrollments', { studentId, classGroupId, centihours: 2_000 })
    const less = () => patch({ capacity: 1 }, seen)
    await Promise.all(first === 'seat' ? [seat(), less()] : [less(), seat()])
    const { capacity, seatsTaken } = (await at.get(`/class-groups/${classGroupId}`)).body
    expect(seatsTaken).toBeLessThanOrEqual(capacity)
  }
})

test('E1: with another teacher the lessons to come change hands, and it is told of once', async () => {
  const { at, classGroupId, patch, lessons } = await oneClass()
  const [past = '', next = '', stoodIn = ''] = await at.lessons(classGroupId, 3)
  await at.post(`/lessons/${stoodIn}/substitutions`, { teacherId: 'stf_third' })
  at.clock.set(lessonAt(0).endsAt)
  const changed = await patch({ teacherId: 'stf_other' })
  expect(changed.body).toMatchObject({ teacherId: 'stf_other', lessonsChanged: 2, lessonsLeft: 0 })
  expect(await lessons()).toMatchObject([
    { lessonId: past, teacherId: 'stf_teacher' },
    { lessonId: next, teacherId: 'stf_other' },
    { lessonId: stoodIn, teacherId: 'stf_third', substituteFor: 'stf_other' },
  ])
  expect(at.eventsOf(teacherChanged)).toMatchObject([
    { data: { classGroupId, previousTeacherId: 'stf_teacher', teacherId: 'stf_other' } },
  ])
  const told = at.eventsOf(lessonScheduled).filter(({ data }) => data.lessonId === next)
  expect(told.at(-1)).toMatchObject({ meta: { aggregateVersion: 2 }, data: { teacherId: 'stf_other' } })
  const { classGroupId: another } = await at.classGroup()
  const free = await at.post(`/class-groups/${another}/lessons`, { lessons: [lessonAt(1)] })
  expect(free.status).toBe(201)
})

test('E1: a teacher who is busy at a lesson to come does not get the class, and nothing changes', async () => {
  const { at, classGroupId, patch, lessons } = await oneClass()
  await at.lessons(classGroupId, 2)
  const { classGroupId: another } = await at.classGroup({ teacherId: 'stf_other' })
  const [busy] = (await at.post(`/class-groups/${another}/lessons`, { lessons: [lessonAt(1)] })).body.lessons
  const refused = await patch({ teacherId: 'stf_other' })
  expect(refused.body).toMatchObject({ type: problem('teacherBusy'), details: { lessonId: busy.lessonId } })
  expect((await lessons()).map(({ teacherId }: { teacherId: string }) => teacherId)).toEqual([
    'stf_teacher',
    'stf_teacher',
  ])
  expect(at.eventsOf(teacherChanged)).toEqual([])
})

test('E1: a teacher who is busy at the last of many lessons does not get the first of them', async () => {
  const { at, classGroupId, patch, lessons } = await oneClass({ lessonCount: 60 })
  for (let n = 0; n < 60; n += 20) {
    const times = Array.from({ length: 20 }, (_, more) => lessonAt(n + more))
    await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: times })
  }
  const { classGroupId: another } = await at.classGroup({ teacherId: 'stf_other' })
  await at.post(`/class-groups/${another}/lessons`, { lessons: [lessonAt(59)] })
  expect((await patch({ teacherId: 'stf_other' })).body).toMatchObject({ type: problem('teacherBusy') })
  expect((await lessons())[0].teacherId).toBe('stf_teacher')
})

test('E1: more lessons than one transaction takes follow by the same request again', async () => {
  const { at, classGroupId, patch, lessons } = await oneClass({ lessonCount: 60 })
  const { roomId } = (await at.post('/rooms', { name: 'A1', capacity: 30 })).body
  for (let n = 0; n < 60; n += 20) {
    const times = Array.from({ length: 20 }, (_, more) => lessonAt(n + more))
    await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: times })
  }
  let left = 60
  for (let calls = 0; left > 0; calls += 1) {
    expect(calls).toBeLessThan(9)
    const { body } = await patch({ teacherId: 'stf_other', roomId })
    expect(body.lessonsChanged).toBeGreaterThan(0)
    expect(body.lessonsLeft).toBe(left - body.lessonsChanged)
    left = body.lessonsLeft
  }
  expect(await lessons()).toEqual(
    (await lessons()).map((lesson: object) => ({ ...lesson, teacherId: 'stf_other', roomId })),
  )
  expect(at.eventsOf(teacherChanged)).toHaveLength(1)
})
