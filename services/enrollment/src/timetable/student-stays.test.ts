import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { faultyTable } from '@tutelage/shared/testing/faulty-table.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, evening, lessonAt } from '../testing/enrollment-bench.ts'
import { makeUpScene } from '../testing/make-up-scene.ts'

type Bench = Awaited<ReturnType<typeof enrollmentBench>>

const path = (studentId: string): string => `/students/${studentId}/lessons?from=2026-03-01&to=2026-03-31`
const ids = (items: readonly { lessonId: string }[]) => items.map(({ lessonId }) => lessonId)
const lessonsOf = async (at: Bench, studentId: string) => ids((await at.get(path(studentId))).body.items)

/** Two classes of one course: the first meets on five days, the other on the five after them. */
async function twoClasses(change: Readonly<Record<string, unknown>> = {}) {
  const at = await enrollmentBench()
  const { classGroupId, courseId, termId } = await at.classGroup(change)
  const other = (await at.classGroup({ courseId, termId, teacherId: 'stf_other' })).classGroupId
  const times = [5, 6, 7, 8, 9].map(lessonAt)
  const { body } = await at.post(`/class-groups/${other}/lessons`, { lessons: times })
  return { at, classGroupId, other, others: ids(body.lessons) }
}
const unpaid = { paidMinor: 0 }
const leave = (at: Bench, enrollmentId: string) =>
  at.post(`/enrollments/${enrollmentId}/termination`, { why: { kind: 'loss', reason: 'needGone' }, refundMinor: 0 })

test('E2: who left a class keeps its lessons until then; who comes back has those from that day on too', async () => {
  const { at, classGroupId } = await twoClasses()
  const lessons = await at.lessons(classGroupId, 5)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, unpaid)
  at.clock.set(evening(1))
  expect((await leave(at, enrollmentId)).status).toBe(201)
  expect(await lessonsOf(at, studentId)).toEqual(lessons.slice(0, 2))
  at.clock.set(evening(3))
  await at.enrolled(classGroupId, 1, unpaid)
  expect(await lessonsOf(at, studentId)).toEqual([lessons[0], lessons[1], lessons[3], lessons[4]])
})

test('E2: who joins a class has its lessons from that day on', async () => {
  const { at, classGroupId } = await twoClasses()
  const lessons = await at.lessons(classGroupId, 5)
  at.clock.set(evening(1))
  const { studentId } = await at.enrolled(classGroupId, 1, unpaid)
  expect(await lessonsOf(at, studentId)).toEqual(lessons.slice(1))
  const dayBefore = `/students/${studentId}/lessons?from=2026-03-02&to=2026-03-02`
  expect((await at.get(dayBefore)).body.items).toEqual([])
})

test('E2, E10: a transfer leaves the lessons of the old class until then, and those of the new from then on', async () => {
  const { at, classGroupId, other, others } = await twoClasses()
  const lessons = await at.lessons(classGroupId, 5)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1)
  at.clock.set(evening(2))
  const body = { toClassGroupId: other, differenceMinor: 0 }
  expect((await at.post(`/enrollments/${enrollmentId}/transfers`, body)).status).toBe(201)
  expect(await lessonsOf(at, studentId)).toEqual([...lessons.slice(0, 3), ...others])
})

test('E2: a class that is over stays on the timetable when its student joins another', async () => {
  const { at, classGroupId, other, others } = await twoClasses({ lessonCount: 1 })
  const [only = ''] = await at.lessons(classGroupId, 1)
  const { studentId } = await at.enrolled(classGroupId, 1, { centihours: 200 })
  at.clock.set(evening(0))
  expect((await at.mark(only, { [studentId]: 'attended' })).status).toBe(201)
  await at.enrolled(other, 1, unpaid)
  expect(await lessonsOf(at, studentId)).toEqual([only, ...others])
})

test('E2, E9: a lesson that is made up is there once, also when its class is joined that day or later', async () => {
  const { at, lessons, hosts, hostClassId, li, wang, book } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave', [wang.studentId]: 'leave' })
  for (const { enrollmentId } of [li, wang]) expect((await book(enrollmentId, hosts[1])).status).toBe(201)
  const whole = [lessons[0], lessons[1], hosts[1], lessons[2], lessons[3]]
  expect(await lessonsOf(at, li.studentId)).toEqual(whole)
  for (const n of [1, 2]) {
    at.clock.set(evening(n))
    await at.enrolled(hostClassId, n, unpaid)
    const { studentId } = n === 1 ? li : wang
    expect(await lessonsOf(at, studentId)).toEqual([...whole.slice(0, 4), hosts[2], lessons[3], hosts[3]])
  }
})

test('E2: who has just enrolled sees the lessons, though the index of enrollments is behind', async () => {
  const { at, classGroupId } = await twoClasses()
  const lessons = await at.lessons(classGroupId, 5)
  await at.enrolled(classGroupId, 1, unpaid)
  const table = faultyTable(at.table, { next: (call) => (call === 'index' ? 'staleIndex' : undefined) })
  const behind = httpHandler(enrollment, { ...at.ports, table }, { checkReplies: true })
  const asked = `/enrollment/campuses/${testCampusId}${path(nthId('student', 1))}`
  const { status, body } = await ask(behind, { method: 'GET', path: asked, as: 'principal' })
  expect([status, ids(body.items)]).toEqual([200, lessons])
})
