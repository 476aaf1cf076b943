import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, evening, problem } from '../testing/enrollment-bench.ts'

const why = { kind: 'loss', reason: 'needGone' }

/** A class of one, taken by the first student; the others wait in their order. */
async function fullClass(waiting: readonly number[]) {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ capacity: 1 })
  const first = await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  const path = `/class-groups/${classGroupId}/waiting-list`
  const students: string[] = []
  for (const n of waiting) {
    const studentId = await at.student(n)
    students.push(studentId)
    at.clock.advance(1_000)
    await at.post(path, { studentId })
  }
  return {
    ...{ at, classGroupId, path, students, first },
    leave: (enrollmentId = first.enrollmentId) =>
      at.post(`/enrollments/${enrollmentId}/termination`, { why, refundMinor: 0 }),
    accept: (studentId = '') => at.post(`${path}/${studentId}/acceptance`, { centihours: 1_000 }),
    list: async (): Promise<{ studentId: string; position?: number; state: { status: string } }[]> =>
      (await at.get(path)).body.items,
    seatsTaken: async () => (await at.get(`/class-groups/${classGroupId}`)).body.seatsTaken,
    enroll: (studentId = '') => at.post('/enrollments', { studentId, classGroupId, centihours: 1_000 }),
    enlarge: async (capacity: number) => {
      const { version } = (await at.get(`/class-groups/${classGroupId}`)).body
      return at.patch(`/class-groups/${classGroupId}`, { capacity }, version)
    },
  }
}

test('E3: families wait for a class that is full, once each, in the order in which they joined', async () => {
  const { at, path, students, list, first } = await fullClass([3, 2])
  expect((await list()).map(({ studentId, position }) => [studentId, position])).toEqual([
    [students[0], 1],
    [students[1], 2],
  ])
  const again = await at.post(path, { studentId: students[0] })
  expect(again).toMatchObject({ status: 409, body: { type: problem('alreadyWaiting') } })
  expect((await at.post(path, { studentId: first.studentId })).body).toMatchObject({ type: problem('alreadyEnrolled') })
  const { classGroupId: roomy } = await at.classGroup({ capacity: 2 })
  const free = await at.post(`/class-groups/${roomy}/waiting-list`, { studentId: students[0] })
  expect(free.body).toMatchObject({ type: problem('seatFree') })
  await at.put('/policies/waiting-list', { mostWaiting: 2 })
  const full = await at.post(path, { studentId: await at.student(4) })
  expect(full.body).toMatchObject({ type: problem('waitingListFull'), details: { mostWaiting: 2 } })
})

test('E3: who leaves makes room for the first who waits, who is told and is enrolled in the seat that was kept', async () => {
  const { at, classGroupId, students, list, leave, accept, seatsTaken } = await fullClass([2, 3])
  await leave()
  expect(await list()).toMatchObject([
    { studentId: students[0], state: { status: 'offered', expiresAt: '2026-03-04T01:00:02.000Z' } },
    { studentId: students[1], position: 1 },
  ])
  const offers = at.eventsOf(messageRequested).filter(({ data }) => data.template === 'seatOffered')
  expect(offers.map(({ data }) => data.recipient)).toEqual([{ studentId: students[0] }])
  const rival = await at.post('/enrollments', { studentId: await at.student(9), classGroupId, centihours: 1_000 })
  expect(rival.body).toMatchObject({ type: problem('classFull') })
  expect((await accept(students[1])).body).toMatchObject({ type: problem('notOffered') })
  expect(await accept(students[0])).toMatchObject({ status: 201, body: { studentId: students[0], status: 'active' } })
  expect((await list()).map(({ studentId }) => studentId)).toEqual([students[1]])
  expect(await seatsTaken()).toBe(1)
})

test('E3: an offer that nobody takes in time goes to the next, and the seat is free when nobody is left', async () => {
  const { at, students, list, leave, accept, seatsTaken } = await fullClass([2, 3])
  await leave()
  at.clock.advance(2 * dayMs)
  expect((await accept(students[0])).body).toMatchObject({ type: problem('offerExpired') })
  await at.lookAtDue()
  expect(await list()).toMatchObject([{ studentId: students[1], state: { status: 'offered' } }])
  await at.lookAtDue()
  expect(await list()).toHaveLength(1)
  at.clock.advance(2 * dayMs)
  await at.lookAtDue()
  expect(await list()).toEqual([])
  expect(await seatsTaken()).toBe(0)
})

test('E3: a family that waits no more, or declines, lets the next one in', async () => {
  const { at, path, students, list, leave, seatsTaken } = await fullClass([2, 3, 4])
  expect((await at.post(`${path}/${students[1]}/withdrawal`, undefined)).status).toBe(200)
  expect((await at.post(`${path}/${students[1]}/withdrawal`, undefined)).body).toMatchObject({
    type: problem('notWaiting'),
  })
  await leave()
  await at.post(`${path}/${students[0]}/withdrawal`, undefined)
  expect(await list()).toMatchObject([{ studentId: students[2], state: { status: 'offered' } }])
  await at.post(`${path}/${students[2]}/withdrawal`, undefined)
  expect(await seatsTaken()).toBe(0)
})

test('E3: one seat is one family, though it is accepted, declined and expires at once', async () => {
  const { at, path, students, list, leave, accept, seatsTaken } = await fullClass([2, 3])
  await leave()
  at.clock.advance(2 * dayMs - 1)
  const answers = await Promise.all([
    accept(students[0]),
    accept(students[0]),
    at.post(`${path}/${students[0]}/withdrawal`, undefined),
  ])
  expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
  expect(await seatsTaken()).toBe(1)
  const offered = (await list()).filter(({ state }) => state.status === 'offered')
  const enrolled = (await at.get(path.replace('waiting-list', 'enrollments'))).body.items
  expect(offered.length + enrolled.length).toBe(1)
})

test('E3: a family that joins while the seat is given up is offered it, or finds it free', async () => {
  const { at, path, list, leave, seatsTaken } = await fullClass([])
  const studentId = await at.student(2)
  const [joined] = await Promise.all([at.post(path, { studentId }), leave()])
  if (joined.status === 201) expect(await list()).toMatchObject([{ state: { status: 'offered' } }])
  else expect([joined.body.type, await seatsTaken()]).toEqual([problem('seatFree'), 0])
})

test('E3: the seats of a larger class go to those who wait, in their order, before anybody else', async () => {
  const { at, students, list, accept, enroll, enlarge, seatsTaken } = await fullClass([2, 3, 4])
  expect((await enlarge(3)).body).toMatchObject({ capacity: 3, seatsTaken: 3, seatsLeft: 0 })
  expect(await list()).toMatchObject([
    { studentId: students[0], state: { status: 'offered' } },
    { studentId: students[1], state: { status: 'offered' } },
    { studentId: students[2], position: 1 },
  ])
  const offers = at.eventsOf(messageRequested).filter(({ data }) => data.template === 'seatOffered')
  expect(offers.map(({ data }) => data.recipient)).toEqual([{ studentId: students[0] }, { studentId: students[1] }])
  expect((await enroll(await at.student(9))).body).toMatchObject({ type: problem('classFull') })
  expect((await accept(students[1])).status).toBe(201)
  expect((await enlarge(5)).body).toMatchObject({ seatsTaken: 4, seatsLeft: 1 })
  expect((await enroll(await at.student(9))).status).toBe(201)
  expect(await seatsTaken()).toBe(5)
})

test('E3: a list as long as any is offered its seats in the change that makes them, lessons and all', async () => {
  const { at, classGroupId, path, list } = await fullClass([])
  expect((await at.put('/policies/waiting-list', { mostWaiting: 81 })).status).toBe(400)
  await at.put('/policies/waiting-list', { mostWaiting: 80 })
  for (let n = 2; n <= 81; n += 1) await at.post(path, { studentId: await at.student(n) })
  await at.lessons(classGroupId, 10)
  const change = async () => {
    const { version } = (await at.get(`/class-groups/${classGroupId}`)).body
    return (await at.patch(`/class-groups/${classGroupId}`, { capacity: 100, teacherId: 'stf_other' }, version)).body
  }
  let answer = await change()
  expect(answer).toMatchObject({ seatsTaken: 81, seatsLeft: 19 })
  expect((await list()).map(({ state }) => state.status)).toEqual(Array.from({ length: 80 }, () => 'offered'))
  for (let calls = 0; answer.lessonsLeft > 0 && calls < 9; calls += 1) answer = await change()
  expect(answer).toMatchObject({ lessonsLeft: 0, seatsTaken: 81 })
})

test('E3: who enrolls without the offer takes the seat that is kept for them, and waits no more', async () => {
  const { students, list, enroll, enlarge, seatsTaken } = await fullClass([2, 3])
  await enlarge(2)
  expect((await enroll(students[0])).status).toBe(201)
  expect(await list()).toMatchObject([{ studentId: students[1], position: 1 }])
  expect(await seatsTaken()).toBe(2)
  await enlarge(4)
  expect((await enroll(students[1])).status).toBe(201)
  expect(await list()).toEqual([])
  expect(await seatsTaken()).toBe(3)
})

test('E12: an elite class has no list of those who come first', async () => {
  const { at, students } = await fullClass([2])
  const { classGroupId } = await at.classGroup({ kind: 'elite', capacity: 1 })
  const joined = await at.post(`/class-groups/${classGroupId}/waiting-list`, { studentId: students[0] })
  expect(joined).toMatchObject({ status: 422, body: { type: problem('admittedByScore') } })
})

test('E3: a seat of a class without lessons to come is offered to nobody, and is free', async () => {
  const { at, classGroupId, first, students, list, leave, enroll, seatsTaken } = await fullClass([2, 3])
  const lessons = await at.lessons(classGroupId, 10)
  for (const [n, lessonId] of lessons.entries()) {
    at.clock.set(evening(n))
    await at.mark(lessonId, { [first.studentId]: 'attended' })
  }
  expect((await at.get(`/enrollments/${first.enrollmentId}`)).body.status).toBe('completed')
  expect((await leave()).status).toBe(201)
  expect(at.eventsOf(messageRequested).filter(({ data }) => data.template === 'seatOffered')).toEqual([])
  expect(await list()).toMatchObject([{ position: 1 }, { position: 2 }])
  expect(await seatsTaken()).toBe(0)
  expect((await enroll(students[1])).status).toBe(201)
  expect(await list()).toMatchObject([{ studentId: students[0], position: 1 }])
  expect(await seatsTaken()).toBe(1)
  expect(at.table.all().find(({ entity }) => entity === 'classGroup')?.waiting).toBe(1)
})

test('E3: lessons that were never held are not to come once the term is over', async () => {
  const { at, leave, list, seatsTaken } = await fullClass([2])
  at.clock.set('2026-05-31T15:00:00Z')
  await leave()
  expect(await list()).toMatchObject([{ state: { status: 'offered' } }])
  at.clock.advance(2 * dayMs)
  await at.lookAtDue()
  expect([await list(), await seatsTaken()]).toEqual([[], 0])
  const late = await fullClass([2])
  late.at.clock.set('2026-05-31T16:00:00Z')
  await late.leave()
  expect(await late.list()).toMatchObject([{ state: { status: 'waiting' } }])
  expect(await late.seatsTaken()).toBe(0)
})
