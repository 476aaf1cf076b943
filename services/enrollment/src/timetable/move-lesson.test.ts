import { lessonCancelled, lessonScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'

/** A class in room A1, and one of another teacher in the same room. */
async function oneRoom() {
  const at = await enrollmentBench()
  const { roomId } = (await at.post('/rooms', { name: 'A1', capacity: 20 })).body
  const { classGroupId: maths } = await at.classGroup({ roomId })
  const { classGroupId: physics } = await at.classGroup({ roomId, teacherId: 'stf_other' })
  const give = (group: string, n: number) => at.post(`/class-groups/${group}/lessons`, { lessons: [lessonAt(n)] })
  return { at, roomId, maths, physics, give }
}

test('E2: one class is in a room at a time', async () => {
  const { at, maths, physics, give, roomId } = await oneRoom()
  const [lessonId] = (await give(maths, 0)).body.lessons.map((lesson: { lessonId: string }) => lesson.lessonId)
  expect(await give(physics, 0)).toMatchObject({
    status: 409,
    body: { type: problem('roomBusy'), details: { lessonId } },
  })
  expect((await give(physics, 1)).body.lessons).toMatchObject([{ roomId }])
  const answers = await Promise.all([give(maths, 2), give(physics, 2)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(at.retries()).toBeGreaterThan(0)
})

test('E2: a moved lesson frees its time and takes another; it stays the same lesson, told of anew', async () => {
  const { at, maths, physics, give } = await oneRoom()
  const [{ lessonId }] = (await give(maths, 0)).body.lessons
  await give(physics, 1)
  const move = (times: object) => at.post(`/lessons/${lessonId}/moves`, { times })
  expect((await move(lessonAt(1))).body).toMatchObject({ type: problem('roomBusy') })
  expect((await give(physics, 0)).body).toMatchObject({ type: problem('roomBusy') })
  expect(await move(lessonAt(2))).toMatchObject({
    status: 200,
    body: { lessonId, ...lessonAt(2), status: 'scheduled' },
  })
  expect((await give(physics, 0)).status).toBe(201)
  expect((await give(physics, 2)).body).toMatchObject({ type: problem('roomBusy'), details: { lessonId } })
  const told = at.eventsOf(lessonScheduled).filter(({ data }) => data.lessonId === lessonId)
  expect(told.map(({ meta, data }) => [meta.aggregateVersion, data.startsAt])).toEqual([
    [1, lessonAt(0).startsAt],
    [2, lessonAt(2).startsAt],
  ])
  expect(at.eventsOf(lessonCancelled)).toEqual([])
})

test('E2: a lesson may be moved by an hour: it does not stand in its own way', async () => {
  const { at, maths, give } = await oneRoom()
  const [{ lessonId }] = (await give(maths, 0)).body.lessons
  const later = { startsAt: '2026-03-02T11:00:00.000Z', endsAt: '2026-03-02T13:00:00.000Z' }
  expect((await at.post(`/lessons/${lessonId}/moves`, { times: later })).body).toMatchObject(later)
})

test('E2: one lesson may be in another room, if it has seats for the class', async () => {
  const { at, maths, physics, give } = await oneRoom()
  const small = (await at.post('/rooms', { name: 'B2', capacity: 5 })).body.roomId
  const large = (await at.post('/rooms', { name: 'B3', capacity: 25 })).body.roomId
  const [{ lessonId }] = (await give(maths, 0)).body.lessons
  const move = async (roomId: unknown) => (await at.post(`/lessons/${lessonId}/moves`, { roomId })).body
  expect(await move(small)).toMatchObject({ type: problem('roomTooSmall') })
  expect(await move(nthId('room', 9))).toMatchObject({ type: problem('unknownRoom') })
  expect(await move(large)).toMatchObject({ roomId: large, ...lessonAt(0) })
  expect((await give(physics, 0)).status).toBe(201)
  expect(await move(null)).not.toHaveProperty('roomId')
})

test('E2: another teacher stands in for one lesson; the own one is free then, and the class keeps its own', async () => {
  const { at, maths, physics, give } = await oneRoom()
  const [{ lessonId }] = (await give(maths, 0)).body.lessons
  const substitute = async (teacherId: string) =>
    (await at.post(`/lessons/${lessonId}/substitutions`, { teacherId })).body
  expect(await substitute('stf_teacher')).toMatchObject({ type: problem('sameTeacher') })
  expect(await substitute('stf_other')).toMatchObject({ teacherId: 'stf_other', substituteFor: 'stf_teacher' })
  expect((await give(physics, 0)).body).toMatchObject({ type: problem('teacherBusy'), details: { lessonId } })
  const { classGroupId: third } = await at.classGroup()
  expect((await give(third, 0)).status).toBe(201)
  expect(await substitute('stf_teacher')).toMatchObject({ type: problem('teacherBusy') })
  expect((await at.get(`/class-groups/${maths}`)).body.teacherId).toBe('stf_teacher')
})

test('E2: the own teacher may come back for the lesson', async () => {
  const { at, maths, give } = await oneRoom()
  const [{ lessonId }] = (await give(maths, 0)).body.lessons
  for (const teacherId of ['stf_other', 'stf_teacher'])
    await at.post(`/lessons/${lessonId}/substitutions`, { teacherId })
  const lesson = (await at.get(`/lessons/${lessonId}`)).body
  expect(lesson.teacherId).toBe('stf_teacher')
  expect(lesson).not.toHaveProperty('substituteFor')
})

test('E2: a lesson that was held or cancelled is neither moved nor given to another', async () => {
  const { at, maths, give } = await oneRoom()
  const [{ lessonId }] = (await give(maths, 0)).body.lessons
  await at.post(`/lessons/${lessonId}/cancellations`, { reason: 'Typhoon' })
  const move = await at.post(`/lessons/${lessonId}/moves`, { times: lessonAt(1) })
  expect(move).toMatchObject({ status: 409, body: { type: problem('alreadyCancelled') } })
  const substitution = await at.post(`/lessons/${lessonId}/substitutions`, { teacherId: 'stf_other' })
  expect(substitution.body).toMatchObject({ type: problem('alreadyCancelled') })
})
