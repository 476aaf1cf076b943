import {
  makeUpCreditExpired,
  makeUpCreditGranted,
  makeUpCreditUsed,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { readDue } from '@tutelage/shared/data/due-index.ts'
import { expect, test } from 'vitest'
import { expiryJob } from '../attendance/mark-store.ts'
import { evening, problem } from '../testing/enrollment-bench.ts'
import { makeUpScene } from '../testing/make-up-scene.ts'
import { expireMakeUp } from './expire-make-up.ts'

test('E9: a missed lesson is made up as a guest of another class, for the hours of the lesson that was missed', async () => {
  const { at, lessons, hosts, li, book, credits, markHost } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  expect(at.eventsOf(makeUpCreditGranted)).toMatchObject([{ data: { missedLessonId: lessons[0] } }])
  const booked = await book(li.enrollmentId, hosts[1])
  expect(booked).toMatchObject({ status: 201, body: { credit: { status: 'booked', lessonId: hosts[1] } } })
  expect((await at.get(`/lessons/${hosts[1]}/attendance`)).body.unmarked).toEqual([li.studentId])
  at.clock.set(evening(2))
  const sheet = await markHost(hosts[1] ?? '', { [li.studentId]: 'makeUp' })
  expect(sheet.body.marks).toMatchObject([{ deductedCentihours: 200, makesUpLessonId: lessons[0] }])
  expect(await credits(li.enrollmentId)).toMatchObject([{ status: 'used', lessonId: hosts[1] }])
  expect(at.eventsOf(makeUpCreditUsed)).toMatchObject([{ data: { missedLessonId: lessons[0], lessonId: hosts[1] } }])
  expect((await at.balance(li.enrollmentId)).hours.usedCentihours).toBe(200)
  expect((await at.pay03('stf_other')).totalMinor).toBe(15_000)
  const { dueLessons, attendedLessons } = (await at.get(`/enrollments/${li.enrollmentId}/attendance`)).body
  expect({ dueLessons, attendedLessons }).toEqual({ dueLessons: 1, attendedLessons: 0 })
})

test('E9: a lesson that was deducted when it was missed is not deducted again when it is made up', async () => {
  const { at, lessons, hosts, li, book, markHost } = await makeUpScene()
  const absent = { deductsHours: true, paysTeacher: true, grantsMakeUp: true }
  await at.put('/policies/attendance', { statuses: { absent } })
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'absent' })
  await book(li.enrollmentId, hosts[1])
  at.clock.set(evening(2))
  expect((await markHost(hosts[1] ?? '', { [li.studentId]: 'makeUp' })).body.marks).toMatchObject([
    { deductedCentihours: 0 },
  ])
  expect((await at.balance(li.enrollmentId)).hours.usedCentihours).toBe(200)
})

test('E9: the credit that expires first is used first, and none after its expiry', async () => {
  const { at, lessons, hosts, li, book, credits } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await at.put('/policies/make-up', { expiryDays: 1 })
  at.clock.set(evening(1))
  await at.mark(lessons[1] ?? '', { [li.studentId]: 'leave' })
  expect((await book(li.enrollmentId, hosts[2])).body.credit).toMatchObject({ missedLessonId: lessons[1] })
  await at.post(`/enrollments/${li.enrollmentId}/make-ups/${hosts[2]}/cancellations`, {})
  expect((await book(li.enrollmentId, hosts[3])).body.credit).toMatchObject({ missedLessonId: lessons[0] })
  at.clock.set(evening(2))
  await at.lookAtDue()
  await at.lookAtDue()
  expect(at.eventsOf(makeUpCreditExpired)).toMatchObject([{ data: { missedLessonId: lessons[1] } }])
  expect((await credits(li.enrollmentId)).map(({ status }) => status)).toEqual(['expired', 'booked'])
  expect((await book(li.enrollmentId, hosts[3])).body).toMatchObject({ type: problem('noMakeUpCredit') })
})

test('E9: only the kinds of class that the campus says grant a make-up', async () => {
  const { at, lessons, li, credits } = await makeUpScene()
  await at.put('/policies/make-up', { classKinds: ['elite'] })
  const { body } = await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  expect(body.marks).toMatchObject([{ makeUpGranted: false }])
  expect(await credits(li.enrollmentId)).toEqual([])
})

test('E9: of two who want the last seat one gets it', async () => {
  const { at, lessons, hosts, hostClassId, li, wang, book, credits } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave', [wang.studentId]: 'leave' })
  await at.enrolled(hostClassId, 3)
  const answers = await Promise.all([book(li.enrollmentId, hosts[1]), book(wang.enrollmentId, hosts[1])])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ type: problem('noSpareSeat') })
  const all = [...(await credits(li.enrollmentId)), ...(await credits(wang.enrollmentId))]
  expect(all.map(({ status }) => status).sort()).toEqual(['booked', 'open'])
})

test('E9: cancelling frees the seat and the credit, until the lesson begins', async () => {
  const { at, lessons, hosts, hostClassId, li, wang, book, cancel, credits } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave', [wang.studentId]: 'leave' })
  await at.enrolled(hostClassId, 3)
  await book(li.enrollmentId, hosts[1])
  expect((await cancel(li.enrollmentId, hosts[1])).body.credit).toMatchObject({ status: 'open' })
  expect((await book(wang.enrollmentId, hosts[1])).status).toBe(201)
  expect((await cancel(li.enrollmentId, hosts[1])).body).toMatchObject({ type: problem('notBooked') })
  at.clock.set(evening(2))
  expect((await cancel(wang.enrollmentId, hosts[1])).body).toMatchObject({ type: problem('lessonBegun') })
  expect((await credits(wang.enrollmentId))[0]).toMatchObject({ status: 'booked' })
})

test('E9: guests of a lesson that the school calls off have their credit back', async () => {
  const { at, lessons, hosts, li, book, credits } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  expect((await at.post(`/lessons/${hosts[1]}/cancellations`, { reason: 'Typhoon' })).status).toBe(200)
  expect(await credits(li.enrollmentId)).toMatchObject([{ status: 'open' }])
  expect((await book(li.enrollmentId, hosts[1])).body).toMatchObject({ type: problem('lessonNotOpen') })
  expect((await book(li.enrollmentId, hosts[2])).status).toBe(201)
})

test('E9: a correction takes the credit and its booking back; what was made up is corrected first', async () => {
  const { at, lessons, hosts, li, book, credits, markHost } = await makeUpScene()
  const [first = ''] = lessons
  await at.mark(first, { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  await at.correct(first, li.studentId, 'attended')
  expect(await credits(li.enrollmentId)).toMatchObject([{ status: 'takenBack' }])
  expect((await at.get(`/lessons/${hosts[1]}/attendance`)).body.unmarked).toEqual([])
  await at.correct(first, li.studentId, 'leave')
  expect(at.eventsOf(makeUpCreditGranted)).toHaveLength(2)
  await book(li.enrollmentId, hosts[1])
  at.clock.set(evening(2))
  await markHost(hosts[1] ?? '', { [li.studentId]: 'makeUp' })
  expect((await at.correct(first, li.studentId, 'attended')).body).toMatchObject({ type: problem('makeUpUsed') })
  expect((await at.correct(hosts[1] ?? '', li.studentId, 'attended')).body).toMatchObject({
    type: problem('guestNotMakeUp'),
  })
  expect((await at.correct(hosts[1] ?? '', li.studentId, 'leave')).status).toBe(201)
  expect(await credits(li.enrollmentId)).toMatchObject([{ status: 'open' }])
  expect((await at.correct(first, li.studentId, 'attended')).status).toBe(201)
  expect((await at.correct(hosts[1] ?? '', li.studentId, 'makeUp')).body).toMatchObject({
    type: problem('creditNotOpen'),
  })
  expect((await at.balance(li.enrollmentId)).hours.usedCentihours).toBe(200)
})

test('E9: a guest who stays away without leave has used the credit; one on leave has it back', async () => {
  const { at, lessons, hosts, li, wang, book, credits, markHost } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave', [wang.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  await book(wang.enrollmentId, hosts[1])
  at.clock.set(evening(2))
  const wrong = await markHost(hosts[1] ?? '', { [li.studentId]: 'attended', [wang.studentId]: 'leave' })
  expect(wrong.body).toMatchObject({ type: problem('guestNotMakeUp'), details: { studentIds: [li.studentId] } })
  await markHost(hosts[1] ?? '', { [li.studentId]: 'absent', [wang.studentId]: 'leave' })
  expect((await credits(li.enrollmentId))[0]).toMatchObject({ status: 'used' })
  expect(await credits(wang.enrollmentId)).toMatchObject([{ status: 'open' }])
  const { body } = await at.get(`/enrollments/${li.enrollmentId}/attendance`)
  expect(body).toMatchObject({ dueLessons: 1, attendedLessons: 0 })
  expect((await at.balance(wang.enrollmentId)).hours.usedCentihours).toBe(0)
})

test('E9: a card reader that sees a guest says that the lesson is made up', async () => {
  const { at, lessons, hosts, li, book, credits } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  at.clock.set(evening(2))
  const told = { lessonId: hosts[1], studentId: li.studentId, status: 'attended' }
  expect((await at.partner('LessonAttended', told, 'prt_reader')).kind).toBe('done')
  expect((await at.partner('LessonAttended', told, 'prt_reader')).kind).toBe('done')
  expect((await credits(li.enrollmentId))[0]).toMatchObject({ status: 'used' })
})

test('E9: lessons are made up in other classes of the course, or of its successor if the campus says so', async () => {
  const { at, lessons, hosts, courseId, li, book } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  expect((await book(li.enrollmentId, lessons[1])).body).toMatchObject({ type: problem('alreadyInClass') })
  const further = await at.classGroup({ teacherId: 'stf_third' })
  const times = [{ startsAt: '2026-03-05T02:00:00.000Z', endsAt: '2026-03-05T04:00:00.000Z' }]
  const path = `/class-groups/${further.classGroupId}/lessons`
  const [{ lessonId }] = (await at.post(path, { lessons: times })).body.lessons
  const spare = () => at.get(`/enrollments/${li.enrollmentId}/spare-seats`)
  const seatsIn = async () =>
    (await spare()).body.items.map(({ lesson }: { lesson: { lessonId: string } }) => lesson.lessonId)
  expect(await seatsIn()).toEqual(hosts.slice(1))
  expect((await book(li.enrollmentId, lessonId)).body).toMatchObject({ type: problem('otherCourse') })
  await at.put('/policies/make-up', { inSuccessor: true })
  const { etag = '' } = (await at.get(`/courses/${courseId}`)).headers
  await at.put(`/courses/${courseId}/successor`, { successorCourseId: further.courseId }, { 'if-match': etag })
  expect(await seatsIn()).toContain(lessonId)
  expect((await book(li.enrollmentId, lessonId)).status).toBe(201)
})

test('E9: spare seats are offered in classes that are not the student’s, when they have time', async () => {
  const { at, lessons, hostClassId, hosts, courseId, li, book } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  const spare = async () =>
    (await at.get(`/enrollments/${li.enrollmentId}/spare-seats`)).body.items.map(
      ({ lesson }: { lesson: { lessonId: string } }) => lesson.lessonId,
    )
  const lessonIn = async (classGroupId: string, startsAt: string, endsAt: string) =>
    (await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: [{ startsAt, endsAt }] })).body.lessons[0]
      .lessonId
  const third = await at.classGroup({ courseId, teacherId: 'stf_third' })
  const clashing = await lessonIn(third.classGroupId, '2026-03-04T11:00:00.000Z', '2026-03-04T12:30:00.000Z')
  const free = await lessonIn(third.classGroupId, '2026-03-07T02:00:00.000Z', '2026-03-07T04:00:00.000Z')
  const offered = await spare()
  expect(offered).toContain(free)
  expect(offered).not.toContain(clashing)
  for (const lessonId of offered) expect(hosts.concat(free)).toContain(lessonId)
  expect((await book(li.enrollmentId, free)).status).toBe(201)
  expect(await spare()).not.toContain(free)
  await at.post('/enrollments', { studentId: li.studentId, classGroupId: hostClassId, centihours: 200 })
  expect((await spare()).filter((lessonId: string) => hosts.includes(lessonId))).toEqual([])
})

test('E9: a student is in one place at a time', async () => {
  const { at, lessons, hostClassId, hosts, li, book } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  const times = [{ startsAt: '2026-03-04T11:00:00.000Z', endsAt: '2026-03-04T12:30:00.000Z' }]
  const [{ lessonId }] = (await at.post(`/class-groups/${hostClassId}/lessons`, { lessons: times })).body.lessons
  expect((await book(li.enrollmentId, lessonId)).body).toMatchObject({
    type: problem('studentBusy'),
    details: { lessonId: lessons[2] },
  })
  expect((await book(li.enrollmentId, hosts[2])).status).toBe(201)
})

test('E9: the course of a guest is not completed by the last lesson of the other class', async () => {
  const { at, lessons, hosts, hostClassId, li, book, markHost } = await makeUpScene(2, { lessonCount: 2 })
  const zhao = await at.enrolled(hostClassId, 3)
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  at.clock.set(evening(2))
  await markHost(hosts[0] ?? '', { [zhao.studentId]: 'attended' })
  await markHost(hosts[1] ?? '', { [li.studentId]: 'makeUp' })
  expect((await at.get(`/enrollments/${zhao.enrollmentId}`)).body.status).toBe('completed')
  expect((await at.get(`/enrollments/${li.enrollmentId}`)).body.status).toBe('active')
})

test('E9: a credit that was booked meanwhile does not expire, though the index still says so', async () => {
  const { at, lessons, hosts, li, book, credits } = await makeUpScene()
  await at.put('/policies/make-up', { expiryDays: 2 })
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  const [key] = await readDue(at.table, expiryJob, evening(9))
  if (!key) throw new Error('the credit waits for its expiry')
  await book(li.enrollmentId, hosts[1])
  at.clock.set(evening(3))
  expect(await at.run((context) => expireMakeUp(key, context))).toMatchObject({ answer: { expired: false } })
  expect(await credits(li.enrollmentId)).toMatchObject([{ status: 'booked' }])
  expect(at.eventsOf(makeUpCreditExpired)).toEqual([])
})

test('E9: a guest who gets a seat in the class stands on its sheet once, and has the credit back', async () => {
  const { at, lessons, hosts, hostClassId, li, book, cancel, credits, markHost } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  const seat = await at.post('/enrollments', { studentId: li.studentId, classGroupId: hostClassId, centihours: 1_000 })
  expect(seat.status).toBe(201)
  at.clock.set(evening(2))
  expect((await at.get(`/lessons/${hosts[1]}/attendance`)).body.unmarked).toEqual([li.studentId])
  const sheet = await markHost(hosts[1] ?? '', { [li.studentId]: 'attended' })
  expect(sheet.body.marks).toMatchObject([{ enrollmentId: seat.body.enrollmentId, deductedCentihours: 100 }])
  expect((await cancel(li.enrollmentId, hosts[1])).body.credit).toMatchObject({ status: 'open' })
  expect(await credits(li.enrollmentId)).toMatchObject([{ status: 'open' }])
})

test('E9, E10: after a transfer a make-up is for the hours of the lesson that was missed, not of the new class', async () => {
  const { at, courseId, lessons, hosts, li, book, markHost } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  const shorter = await at.classGroup({ courseId, teacherId: 'stf_third', centihoursPerLesson: 100 })
  const transfer = { toClassGroupId: shorter.classGroupId, differenceMinor: 0 }
  const next = (await at.post(`/enrollments/${li.enrollmentId}/transfers`, transfer)).body
  expect((await book(li.enrollmentId, hosts[1])).status).toBe(201)
  at.clock.set(evening(2))
  const sheet = await markHost(hosts[1] ?? '', { [li.studentId]: 'makeUp' })
  expect(sheet.body.marks).toMatchObject([{ enrollmentId: next.enrollmentId, deductedCentihours: 200 }])
})
