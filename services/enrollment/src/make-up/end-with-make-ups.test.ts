import { mostBookedAhead } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import { expect, test } from 'vitest'
import { evening, lessonAt, problem } from '../testing/enrollment-bench.ts'
import { makeUpScene } from '../testing/make-up-scene.ts'
import { yearPlanBench } from '../testing/year-plan-bench.ts'

const leaves = { why: { kind: 'loss', reason: 'needGone' }, refundMinor: 400_000 }
type Bench = Pick<Awaited<ReturnType<typeof yearPlanBench>>, 'get'>

/** Who is still to be marked in a lesson, and where a student is expected on a day of March. */
const unmarked = async (at: Bench, lessonId = '') => (await at.get(`/lessons/${lessonId}/attendance`)).body.unmarked
const expected = async (at: Bench, studentId: string) =>
  (await at.get(`/students/${studentId}/lessons?from=2026-03-03&to=2026-03-31`)).body.items

test('E9, E13: who leaves gives up the make-ups booked for later, also those of a class left before, and owes nothing for them', async () => {
  const { at, courseId, lessons, hosts, li, wang, book, credits, markHost } = await makeUpScene()
  const { studentId, enrollmentId } = li
  await at.mark(lessons[0] ?? '', { [studentId]: 'leave', [wang.studentId]: 'leave' })
  await book(enrollmentId, hosts[1])
  await book(wang.enrollmentId, hosts[1])
  const further = await at.classGroup({ courseId, teacherId: 'stf_third' })
  const transfer = { toClassGroupId: further.classGroupId, differenceMinor: 0 }
  const next = (await at.post(`/enrollments/${enrollmentId}/transfers`, transfer)).body
  expect((await at.post(`/enrollments/${next.enrollmentId}/termination`, leaves)).status).toBe(201)
  expect(await credits(enrollmentId)).toMatchObject([{ status: 'open' }])
  expect(await credits(wang.enrollmentId)).toMatchObject([{ status: 'booked' }])
  expect(await unmarked(at, hosts[1])).toEqual([wang.studentId])
  expect(await expected(at, studentId)).toEqual([])
  at.clock.set(evening(2))
  const refused = await markHost(hosts[1] ?? '', { [studentId]: 'absent', [wang.studentId]: 'makeUp' })
  expect(refused.body).toMatchObject({ type: problem('notEnrolled'), details: { studentIds: [studentId] } })
  expect((await at.balance(next.enrollmentId)).hours.owedCentihours).toBe(0)
})

test('E9, E13: a make-up whose lesson has begun is marked though the student left since', async () => {
  const { at, lessons, hosts, li, book, credits, markHost } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  at.clock.set(evening(1))
  await at.post(`/enrollments/${li.enrollmentId}/termination`, leaves)
  expect(await credits(li.enrollmentId)).toMatchObject([{ status: 'booked' }])
  expect((await markHost(hosts[1] ?? '', { [li.studentId]: 'leave' })).status).toBe(201)
})

test('E9, E10: who changes class keeps the make-ups that are booked', async () => {
  const { at, courseId, lessons, hosts, li, book, credits } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  const { classGroupId: toClassGroupId } = await at.classGroup({ courseId, teacherId: 'stf_third' })
  await at.post(`/enrollments/${li.enrollmentId}/transfers`, { toClassGroupId, differenceMinor: 0 })
  expect(await credits(li.enrollmentId)).toMatchObject([{ status: 'booked' }])
  expect(await unmarked(at, hosts[1])).toEqual([li.studentId])
})

test('E9, E13: the end of one class leaves the make-ups of the student’s others', async () => {
  const { at, lessons, hosts, li, book, credits } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  const physics = await at.classGroup({ teacherId: 'stf_third' })
  const body = { studentId: li.studentId, classGroupId: physics.classGroupId, centihours: 200 }
  const { enrollmentId } = (await at.post('/enrollments', body)).body
  const ended = await at.post(`/enrollments/${enrollmentId}/termination`, { ...leaves, refundMinor: 0 })
  expect(ended.status).toBe(201)
  expect(await credits(li.enrollmentId)).toMatchObject([{ status: 'booked' }])
  expect(await unmarked(at, hosts[1])).toEqual([li.studentId])
})

test('E9, E11: who leaves a year plan gives up the make-ups of its classes', async () => {
  const at = await yearPlanBench()
  const { yearPlanId, courseId, enrollmentId, lessonIds } = await at.begun()
  const host = await at.classGroup({ courseId, teacherId: 'stf_other' })
  const times = { startsAt: lessonAt(2).endsAt, endsAt: lessonAt(2).endsAt.replace('T12', 'T14') }
  const { lessons } = (await at.post(`/class-groups/${host.classGroupId}/lessons`, { lessons: [times] })).body
  const [{ lessonId }] = lessons
  at.clock.set(evening(0))
  await at.mark(lessonIds[0] ?? '', { [at.studentId]: 'leave' })
  expect((await at.post(`/enrollments/${enrollmentId}/make-ups`, { lessonId })).status).toBe(201)
  expect((await at.leave(yearPlanId, 300_000)).status).toBe(201)
  const { items } = (await at.get(`/enrollments/${enrollmentId}/make-up-credits`)).body
  expect(items).toMatchObject([{ status: 'open' }])
  expect(await unmarked(at, lessonId)).toEqual([])
  expect(await expected(at, at.studentId)).toEqual([])
})

test('E9: a student is a guest in a lesson once, however many credits they have', async () => {
  const { at, lessons, hosts, li, book } = await makeUpScene(4)
  for (const n of [0, 1]) {
    at.clock.set(evening(n))
    await at.mark(lessons[n] ?? '', { [li.studentId]: 'leave' })
  }
  await book(li.enrollmentId, hosts[2])
  expect((await book(li.enrollmentId, hosts[2])).body).toMatchObject({ type: problem('studentBusy') })
})

test('E9: no more make-ups are booked ahead than the end of an enrollment gives up in one commit', async () => {
  const { at, lessons, hosts, li, book, credits } = await makeUpScene(2 * mostBookedAhead + 2)
  for (let n = 0; n <= mostBookedAhead; n += 1) {
    at.clock.set(evening(n))
    await at.mark(lessons[n] ?? '', { [li.studentId]: 'leave' })
  }
  const ahead = hosts.slice(mostBookedAhead + 1)
  for (const lessonId of ahead.slice(0, mostBookedAhead)) {
    expect((await book(li.enrollmentId, lessonId)).status).toBe(201)
  }
  const further = await book(li.enrollmentId, ahead[mostBookedAhead])
  expect(further.body).toMatchObject({ type: problem('tooManyMakeUps'), details: { lessons: mostBookedAhead } })
  const ended = await at.post(`/enrollments/${li.enrollmentId}/termination`, leaves)
  expect(ended.status).toBe(201)
  expect((await credits(li.enrollmentId)).map(({ status }) => status)).not.toContain('booked')
})
