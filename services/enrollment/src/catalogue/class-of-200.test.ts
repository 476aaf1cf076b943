import {
  attendanceCorrected,
  enrollmentTerminated,
  lessonCancelled,
  lessonScheduled,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { evening, lessonAt, problem } from '../testing/enrollment-bench.ts'
import { largeClass } from '../testing/large-class.ts'

const title = { 'zh-CN': '数学二', en: 'Maths 2' }

test('E1, E3: a class has up to 200 seats in a room as large, one more family waits, and a seat that is left goes on to it', async () => {
  const { at, classGroupId, students } = await largeClass({ students: 200, lessons: 1 })
  const { body: group } = await at.get(`/class-groups/${classGroupId}`)
  expect(group).toMatchObject({ capacity: 200, seatsTaken: 200 })
  expect((await at.patch(`/class-groups/${classGroupId}`, { capacity: 201 }, group.version)).status).toBe(400)
  const { roomId } = (await at.post('/rooms', { name: 'Hall', capacity: 200 })).body
  expect((await at.patch(`/class-groups/${classGroupId}`, { roomId }, group.version)).status).toBe(200)
  expect((await at.get(`/class-groups/${classGroupId}/enrollments`)).body.items).toHaveLength(200)
  const studentId = await at.student(201)
  const enroll = () => at.post('/enrollments', { studentId, classGroupId, centihours: 200 })
  expect((await enroll()).body.type).toBe(problem('classFull'))
  expect((await at.post(`/class-groups/${classGroupId}/waiting-list`, { studentId })).status).toBe(201)
  const leaving = `/enrollments/${students[7]?.enrollmentId}/termination`
  expect(
    (await at.post(leaving, { why: { kind: 'loss', reason: 'dissatisfied', cause: 'teacher' }, refundMinor: 0 }))
      .status,
  ).toBe(201)
  expect(at.eventsOf(enrollmentTerminated)).toHaveLength(1)
  const accepted = `/class-groups/${classGroupId}/waiting-list/${studentId}/acceptance`
  expect((await at.post(accepted, { centihours: 1_000 })).status).toBe(201)
  expect((await at.get(`/class-groups/${classGroupId}`)).body.seatsTaken).toBe(200)
})

test('E2: a class of 200 of which 120 sit in another too is moved, given another teacher and called off; nobody has two lessons at once', async () => {
  const { at, classGroupId, lessons, students } = await largeClass({ students: 200, lessons: 8 })
  const { classGroupId: physics } = await at.classGroup({ capacity: 120, teacherId: 'stf_other' })
  const [taken] = (await at.post(`/class-groups/${physics}/lessons`, { lessons: [lessonAt(20)] })).body.lessons
  for (const { studentId } of students.slice(0, 120)) {
    const seat = await at.post('/enrollments', { studentId, classGroupId: physics, centihours: 200 })
    expect(seat.status).toBe(201)
  }
  const move = (times: object) => at.post(`/lessons/${lessons[3]}/moves`, { times })
  expect((await move(lessonAt(20))).body).toMatchObject({
    type: problem('studentBusy'),
    details: { lessonId: taken.lessonId },
  })
  expect((await move(lessonAt(21))).status).toBe(200)
  const { version } = (await at.get(`/class-groups/${classGroupId}`)).body
  const changed = await at.patch(`/class-groups/${classGroupId}`, { teacherId: 'stf_third' }, version)
  expect(changed.body).toMatchObject({ lessonsChanged: 8, lessonsLeft: 0 })
  expect((await at.post(`/lessons/${lessons[4]}/cancellations`, { reason: 'Typhoon' })).status).toBe(200)
  expect(at.eventsOf(lessonCancelled)).toHaveLength(1)
  expect(at.eventsOf(lessonScheduled).filter(({ data }) => data.teacherId === 'stf_third')).toHaveLength(8)
  const more = await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: [lessonAt(22), lessonAt(23)] })
  expect(more.status).toBe(409)
  expect(more.body.type).not.toBe(problem('conflict'))
  for (let minute = 0; minute < 20; minute += 1) {
    at.clock.advance(60_000)
    await at.lookAtDue()
  }
  const told = at
    .eventsOf(messageRequested)
    .filter(({ data }) => data.template === 'lessonCalledOff' || data.template === 'lessonMoved')
  expect(told).toHaveLength(400)
})

test('E7, E10, E14: of a class of 200 marks are corrected, the census counts each once, and all are proposed for the next course', async () => {
  const { at, classGroupId, lessons, students, mark } = await largeClass({ students: 200, lessons: 2 })
  at.clock.set(evening(0))
  const statuses = students.map(() => 'attended')
  expect((await mark(lessons[0] ?? '', statuses, 'sheet')).status).toBe(201)
  for (const { studentId } of [students[0], students[99], students[199]].flatMap((one) => one ?? [])) {
    expect((await at.correct(lessons[0] ?? '', studentId, 'leave')).status).toBe(201)
  }
  expect(at.eventsOf(attendanceCorrected)).toHaveLength(3)
  const sheet = (await at.get(`/lessons/${lessons[0]}/attendance`)).body
  expect(sheet.marks.filter(({ status }: { status: string }) => status === 'leave')).toHaveLength(3)
  at.clock.set(instant('2026-05-03T15:40:00Z'))
  await at.runDaily('take-census')
  const rate = (await at.get(`/class-groups/${classGroupId}/renewals`)).body
  expect(rate).toMatchObject({ counted: 200, open: 200 })
  const { courseId } = (await at.get(`/class-groups/${classGroupId}`)).body
  const next = (await at.post('/courses', { title, subject: 'Maths', level: 2 })).body.courseId
  const { version } = (await at.get(`/courses/${courseId}`)).body
  const successor = await at.put(
    `/courses/${courseId}/successor`,
    { successorCourseId: next },
    { 'if-match': `"${version}"` },
  )
  expect(successor.status).toBe(200)
  const proposals = (await at.get(`/class-groups/${classGroupId}/promotion-proposals`)).body
  expect(proposals.items).toHaveLength(200)
})
