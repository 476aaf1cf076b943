import { lessonCancelled, lessonScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'
import { freeDays, oneToOneScene, openEvening, openHours } from '../testing/one-to-one-scene.ts'

const at18 = lessonAt(1).startsAt

test('E2: open hours are set by version; teachers set their own', async () => {
  const { at } = await oneToOneScene()
  const path = '/teachers/stf_teacher/open-hours'
  expect((await at.get(path)).body).toMatchObject({ teacherId: 'stf_teacher', ...openHours, version: 1 })
  expect((await at.get('/teachers/stf_nobody/open-hours')).body).toMatchObject({ version: 0, exceptions: [] })
  expect((await at.put(path, openHours)).body).toMatchObject({ type: problem('versionRequired') })
  const overlapping = {
    ...openHours,
    weekly: { ...openHours.weekly, sat: [...openEvening, { from: '21:00', to: '23:00' }] },
  }
  expect((await at.put(path, overlapping)).body.errors).toMatchObject([{ path: 'body.weekly.sat' }])
})

test('E2: what is free is in the open hours, a booked lesson takes it, and its hours are counted', async () => {
  const { at, book, shown } = await oneToOneScene()
  const before = await shown()
  expect(before.freeSlots.slice(0, 5).map(({ startsAt }: { startsAt: string }) => startsAt.slice(8, 16))).toEqual([
    ...['03T10:00', '03T10:30', '03T11:00', '03T11:30', '03T12:00'],
  ])
  const booked = await book(at18)
  expect(booked).toMatchObject({ status: 201, body: { ...lessonAt(1), status: 'scheduled', teacherId: 'stf_teacher' } })
  expect(at.eventsOf(lessonScheduled)).toHaveLength(1)
  const after = await shown()
  expect(after.freeSlots[0].startsAt.slice(8, 16)).toBe('03T12:00')
  expect(after.lessons).toEqual([booked.body])
  expect(after.remainingCentihours).toBe(before.remainingCentihours - 200)
  for (const startsAt of [
    at18,
    '2026-03-03T10:15:00.000Z',
    '2026-03-07T10:00:00.000Z',
    lessonAt(0).startsAt.replace('T10', 'T02'),
  ]) {
    expect((await book(startsAt)).body, startsAt).toMatchObject({ type: problem('slotNotFree') })
  }
})

test('E2: a lesson in another class of the student or another lesson of the teacher is no free slot', async () => {
  const { at, studentId, shown } = await oneToOneScene()
  const { classGroupId: physics } = await at.classGroup({ teacherId: 'stf_other' })
  await at.post('/enrollments', { studentId, classGroupId: physics, centihours: 2_000 })
  await at.post(`/class-groups/${physics}/lessons`, { lessons: [lessonAt(1)] })
  const { classGroupId: maths } = await at.classGroup()
  await at.post(`/class-groups/${maths}/lessons`, { lessons: [lessonAt(2)] })
  const starts = (await shown()).freeSlots.map(({ startsAt }: { startsAt: string }) => startsAt.slice(8, 16))
  expect(starts).toEqual(['03T12:00', '04T12:00'])
})

test('E2: who has no hours left, or sits in a class of several, books nothing', async () => {
  const { at, book, enrollmentId } = await oneToOneScene(40_000)
  expect((await book(at18)).status).toBe(201)
  expect((await book(lessonAt(2).startsAt)).body).toMatchObject({ type: problem('noHoursLeft') })
  const { classGroupId } = await at.classGroup()
  const group = await at.enrolled(classGroupId, 2)
  const refused = await at.post(`/enrollments/${group.enrollmentId}/bookings`, { startsAt: at18 })
  expect(refused.body).toMatchObject({ type: problem('notOneToOne') })
  expect((await at.get(`/enrollments/${nthId('enrollment', 9)}/free-slots?${freeDays}`)).status).toBe(404)
  expect(enrollmentId).not.toBe(group.enrollmentId)
})

test('E2: of two who book the same hour of one teacher at once, one gets it', async () => {
  const { at, book } = await oneToOneScene()
  const { classGroupId } = await at.classGroup({ kind: 'oneToOne', capacity: 1 })
  const other = await at.enrolled(classGroupId, 2)
  const answers = await Promise.all([
    book(at18),
    at.post(`/enrollments/${other.enrollmentId}/bookings`, { startsAt: at18 }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await at.get('/teachers/stf_teacher/lessons?from=2026-03-01&to=2026-03-31')).body.items).toHaveLength(1)
})

test('E2: two lessons booked at once with hours for one are one lesson', async () => {
  const { book } = await oneToOneScene(40_000)
  const answers = await Promise.all([book(at18), book(lessonAt(2).startsAt)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
})

test('E2: a lesson cancelled with notice is off, costs nothing, and its slot is free again', async () => {
  const { at, book, cancel, shown } = await oneToOneScene()
  const { lessonId } = (await book(at18)).body
  expect((await cancel(lessonId)).body).toMatchObject({ outcome: 'cancelled', lesson: { status: 'cancelled' } })
  expect(at.eventsOf(lessonCancelled)).toHaveLength(1)
  expect((await shown()).freeSlots[0].startsAt).toBe(at18)
  expect((await cancel(lessonId)).body).toMatchObject({ type: problem('alreadyCancelled') })
  at.clock.set(lessonAt(1).endsAt)
  await at.lookAtDue()
  expect((await at.get(`/lessons/${lessonId}/attendance`)).body.marks).toEqual([])
})

test('E2: a lesson cancelled too late stays, and when it begins the student is marked and pays as the class says', async () => {
  const { at, book, cancel, enrollmentId, studentId } = await oneToOneScene()
  const { lessonId } = (await book(at18)).body
  at.clock.set('2026-03-02T10:00:01Z')
  expect((await cancel(lessonId)).body).toMatchObject({
    outcome: 'charged',
    markedAs: 'absent',
    lesson: { status: 'scheduled' },
  })
  expect((await cancel(lessonId)).body).toMatchObject({ type: problem('alreadyCancelled') })
  await at.lookAtDue()
  expect((await at.get(`/lessons/${lessonId}/attendance`)).body.marks).toEqual([])
  at.clock.set(at18)
  await at.lookAtDue()
  await at.lookAtDue()
  const sheet = (await at.get(`/lessons/${lessonId}/attendance`)).body
  expect(sheet).toMatchObject({
    teacher: { staffId: 'stf_teacher', status: 'attended' },
    marks: [{ studentId, status: 'absent', deductedCentihours: 200 }],
  })
  expect((await at.balance(enrollmentId)).hours.usedCentihours).toBe(200)
  expect((await at.pay03()).totalMinor).toBe(15_000)
})

test('E2: the campus may let a late cancellation count as a leave', async () => {
  const { at, book, cancel, enrollmentId } = await oneToOneScene()
  await at.put('/policies/booking', { lateCancellation: 'leave', cancelNoticeHours: 48 })
  const { lessonId } = (await book(at18)).body
  expect((await cancel(lessonId)).body).toMatchObject({ outcome: 'charged', markedAs: 'leave' })
  at.clock.set(at18)
  await at.lookAtDue()
  expect((await at.get(`/lessons/${lessonId}/attendance`)).body.marks).toMatchObject([{ status: 'leave' }])
  expect((await at.balance(enrollmentId)).hours.usedCentihours).toBe(0)
})

test('E2: what a late cancellation causes waits for a moved lesson, and gives way to what somebody marked or called off', async () => {
  for (const meanwhile of ['moved', 'marked', 'checkedIn', 'calledOff'] as const) {
    const { at, book, cancel, studentId } = await oneToOneScene()
    const { lessonId } = (await book(at18)).body
    at.clock.set('2026-03-02T11:00:00Z')
    await cancel(lessonId)
    if (meanwhile === 'moved') await at.post(`/lessons/${lessonId}/moves`, { times: lessonAt(2) })
    if (meanwhile === 'calledOff') await at.post(`/lessons/${lessonId}/cancellations`, { reason: 'Ill' })
    at.clock.set(lessonAt(1).endsAt)
    if (meanwhile === 'marked') await at.mark(lessonId, { [studentId]: 'attended' })
    if (meanwhile === 'checkedIn') await at.partner('LessonAttended', { lessonId, studentId, status: 'attended' })
    const status = async () =>
      (await at.get(`/lessons/${lessonId}/attendance`)).body.marks.map((mark: { status: string }) => mark.status)
    await at.lookAtDue()
    expect(await status(), meanwhile).toEqual(/marked|checkedIn/.test(meanwhile) ? ['attended'] : [])
    at.clock.set(lessonAt(2).endsAt)
    await at.lookAtDue()
    const expected = { moved: ['absent'], marked: ['attended'], checkedIn: ['attended'], calledOff: [] }[meanwhile]
    expect(await status(), meanwhile).toEqual(expected)
    expect(
      at.table.all().filter(({ entity }) => entity === 'lateCancellation'),
      meanwhile,
    ).toEqual([])
    const { teacher } = (await at.get(`/lessons/${lessonId}/attendance`)).body
    expect(teacher !== undefined, meanwhile).toBe(meanwhile === 'moved' || meanwhile === 'marked')
  }
})

test('E2: a lesson that has begun is not cancelled by a family', async () => {
  const { at, book, cancel } = await oneToOneScene()
  const { lessonId } = (await book(at18)).body
  at.clock.set(at18)
  expect((await cancel(lessonId)).body).toMatchObject({ type: problem('lessonBegun') })
})

test('E2: a family books and cancels by its link, and nothing of others', async () => {
  const { at, link, asFamily } = await oneToOneScene()
  const path = await link()
  const shown = await asFamily('GET', `${path}?${freeDays}`)
  expect(shown.body.freeSlots[0].startsAt).toBe(at18)
  const booked = await asFamily('POST', path, { startsAt: at18 })
  expect(booked.status).toBe(201)
  const cancelled = await asFamily('POST', `${path}/lessons/${booked.body.lessonId}/cancellations`)
  expect(cancelled.body).toMatchObject({ outcome: 'cancelled' })
  const { classGroupId } = await at.classGroup({ kind: 'oneToOne', capacity: 1 })
  const other = await at.enrolled(classGroupId, 2)
  const theirs = (await at.post(`/enrollments/${other.enrollmentId}/bookings`, { startsAt: at18 })).body
  const refused = await asFamily('POST', `${path}/lessons/${theirs.lessonId}/cancellations`)
  expect(refused).toMatchObject({ status: 404, body: { type: problem('invalidLink') } })
  expect((await asFamily('POST', path.replace(/\.[^.]/, '._'), { startsAt: at18 })).status).toBe(404)
  at.clock.advance(181 * dayMs)
  expect((await asFamily('GET', `${path}?${freeDays}`)).status).toBe(410)
})

test('E1: a one-to-one class has one seat', async () => {
  const at = await enrollmentBench()
  const { classGroupId: _, seatsTaken: __, ...group } = await at.classGroup({ kind: 'oneToOne', capacity: 1 })
  const refused = await at.post('/class-groups', { ...group, capacity: 2 })
  expect(refused).toMatchObject({ status: 422, body: { type: problem('oneSeatOnly') } })
})
