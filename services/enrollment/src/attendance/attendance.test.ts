import {
  courseCompleted,
  lessonAttended,
  lessonHoursDeducted,
  lessonMissed,
  teacherPayAccrued,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { expect, test } from 'vitest'
import { classOfTwo } from '../testing/class-of-two.ts'
import { enrollmentBench, evening, problem } from '../testing/enrollment-bench.ts'

test('E6: one call marks the class and its teacher, deducts the hours and accrues the pay, in one transaction', async () => {
  const { at, first, li, wang } = await classOfTwo()
  const commits: number[] = []
  at.table.onCommit((changes) => commits.push(changes.length))
  const { status, body } = await at.mark(first, { [li.studentId]: 'attended', [wang.studentId]: 'leave' })
  expect(status).toBe(201)
  expect(body).toMatchObject({ teacher: { staffId: 'stf_teacher', status: 'attended' }, unmarked: [] })
  // Marks, accounts, one entry, lesson, progress, pay, who is paid this month, outbox and idempotency key.
  expect(commits).toEqual([2 + 2 + 1 + 6])
  expect(at.eventsOf(lessonAttended)).toMatchObject([{ data: { studentId: li.studentId, status: 'attended' } }])
  expect(at.eventsOf(lessonMissed)).toMatchObject([{ data: { studentId: wang.studentId, status: 'leave' } }])
  expect(at.eventsOf(lessonHoursDeducted)).toMatchObject([{ data: { centihours: 200, remainingCentihours: 1_800 } }])
  expect(at.eventsOf(teacherPayAccrued)).toMatchObject([{ data: { amountMinor: 15_000, month: '2026-03' } }])
  expect((await at.balance(wang.enrollmentId)).hours.remainingCentihours).toBe(2_000)
  expect((await at.get(`/lessons/${first}`)).body.status).toBe('held')
})

test('E6: the sheet of a full class of 30 is one transaction', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ capacity: 30, lessonCount: 1 })
  const [lesson = ''] = await at.lessons(classGroupId, 1)
  const marks: Record<string, string> = {}
  for (let n = 0; n < 30; n += 1) marks[(await at.enrolled(classGroupId, n, { paidMinor: 0 })).studentId] = 'attended'
  at.clock.set(evening(0))
  const commits: number[] = []
  at.table.onCommit((changes) => commits.push(changes.length))
  expect((await at.mark(lesson, marks)).status).toBe(201)
  expect(commits).toEqual([96])
  expect(at.eventsOf(courseCompleted)).toHaveLength(30)
})

test('E6: refuses the future, the cancelled, the twice-marked and the not-enrolled, and names the students', async () => {
  const { at, first, second, li, wang } = await classOfTwo()
  const stranger = await at.student(9)
  expect((await at.mark(second, { [li.studentId]: 'attended' })).body).toMatchObject({
    type: problem('lessonInFuture'),
  })
  const unknown = await at.mark(first, { [li.studentId]: 'attended', [stranger]: 'attended' })
  expect(unknown).toMatchObject({
    status: 409,
    body: { type: problem('notEnrolled'), details: { studentIds: [stranger] } },
  })
  await at.mark(first, { [li.studentId]: 'attended' })
  const twice = await at.mark(first, { [li.studentId]: 'absent', [wang.studentId]: 'attended' })
  expect(twice.body).toMatchObject({ type: problem('alreadyMarked'), details: { studentIds: [li.studentId] } })
  await at.post(`/lessons/${second}/cancellations`, { reason: 'Typhoon' })
  at.clock.set(evening(1))
  expect((await at.mark(second, { [li.studentId]: 'attended' })).body).toMatchObject({
    type: problem('lessonCancelled'),
  })
  expect((await at.balance(li.enrollmentId)).hours.usedCentihours).toBe(200)
  expect((await at.balance(wang.enrollmentId)).hours.usedCentihours).toBe(0)
})

test('E6: the first sheet names the teacher; who was left out is marked later, without the teacher again', async () => {
  const { at, first, li, wang } = await classOfTwo()
  const sheet = (studentId: string) => ({ marks: [{ studentId, status: 'late' }] })
  const post = (body: object) => at.post(`/lessons/${first}/attendance`, body)
  expect(await post(sheet(li.studentId))).toMatchObject({ status: 422, body: { type: problem('teacherNotMarked') } })
  expect((await at.mark(first, { [li.studentId]: 'late' })).body.unmarked).toEqual([wang.studentId])
  expect((await at.mark(first, { [wang.studentId]: 'late' })).body).toMatchObject({
    type: problem('teacherAlreadyMarked'),
  })
  expect((await post(sheet(wang.studentId))).body.unmarked).toEqual([])
  expect(await at.pay03()).toMatchObject({ totalMinor: 15_000, entries: [{ lessonId: first }] })
  expect((await at.get(`/lessons/${first}/attendance`)).body.marks).toHaveLength(2)
})

test('E6: teachers mark their own lessons only', async () => {
  const { at, first, li } = await classOfTwo()
  const other = { as: { role: 'teacher', id: 'stf_other' } }
  const own = { as: { role: 'teacher', id: 'stf_teacher' } }
  const marks = { [li.studentId]: 'attended' }
  expect(await at.mark(first, marks, other)).toMatchObject({ status: 403, body: { type: problem('notYourLesson') } })
  expect((await at.mark(first, marks, own)).status).toBe(201)
  expect(await at.correct(first, li.studentId, 'absent', other)).toMatchObject({ status: 403 })
})

test('E6: a late leave still deducts the lesson when the class says so', async () => {
  const strict = { deductsHours: true, paysTeacher: true, grantsMakeUp: false }
  const { at, first, li } = await classOfTwo({ attendance: { leave: strict } })
  const { body } = await at.mark(first, { [li.studentId]: 'leave' })
  expect(body.marks).toMatchObject([{ deductedCentihours: 200, makeUpGranted: false }])
})

test('E6: the campus says for each status what it means', async () => {
  const { at, first, li } = await classOfTwo()
  const lenient = { deductsHours: false, paysTeacher: false, grantsMakeUp: true }
  expect((await at.put('/policies/attendance', { statuses: { absent: lenient } })).status).toBe(200)
  const { body } = await at.mark(first, { [li.studentId]: 'absent' })
  expect(body.marks).toMatchObject([{ deductedCentihours: 0, makeUpGranted: true }])
  expect((await at.pay03()).totalMinor).toBe(0)
})

test('E6: the attendance rate counts only lessons the student was due at', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const statuses = ['attended', 'late', 'absent', 'leave', 'cancelledBySchool', 'makeUp']
  const lessons = await at.lessons(classGroupId, statuses.length)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1)
  at.clock.set(evening(statuses.length))
  for (const [n, status] of statuses.entries()) await at.mark(lessons[n] ?? '', { [studentId]: status })
  const { body } = await at.get(`/enrollments/${enrollmentId}/attendance`, 'teacher')
  expect(body).toMatchObject({ dueLessons: 4, attendedLessons: 2, rateBasisPoints: 5_000 })
  expect(body.marks.map(({ status }: { status: string }) => status)).toEqual(statuses)
})

test('E6: the last lesson of a class completes the course for everybody in it, once', async () => {
  const { at, classGroupId, first, second, li, wang } = await classOfTwo({ lessonCount: 2 })
  await at.mark(first, { [li.studentId]: 'attended', [wang.studentId]: 'attended' })
  expect(at.eventsOf(courseCompleted)).toEqual([])
  at.clock.set(evening(1))
  await at.mark(second, { [li.studentId]: 'attended' })
  expect(at.eventsOf(courseCompleted).map(({ data }) => data.studentId)).toEqual([li.studentId, wang.studentId])
  await at.post(`/lessons/${second}/attendance`, { marks: [{ studentId: wang.studentId, status: 'absent' }] })
  expect(at.eventsOf(courseCompleted)).toHaveLength(2)
  const { body } = await at.get(`/enrollments/${wang.enrollmentId}`)
  expect(body).toMatchObject({ classGroupId, status: 'completed' })
})

test('E6: a card reader marks one student; told again it changes nothing; the teacher is marked by the sheet', async () => {
  const { at, first, li, wang } = await classOfTwo()
  const told = { lessonId: first, studentId: li.studentId, status: 'attended' }
  expect((await at.partner('LessonAttended', told, 'prt_reader')).kind).toBe('done')
  expect((await at.partner('LessonAttended', told, 'prt_reader')).kind).toBe('done')
  expect(at.eventsOf(lessonAttended)).toHaveLength(1)
  const other = await at.partner('LessonAttended', { ...told, status: 'absent' }, 'prt_reader')
  expect(other).toMatchObject({ kind: 'refused', refusal: { code: 'alreadyMarked' } })
  expect((await at.pay03()).totalMinor).toBe(0)
  await at.mark(first, { [wang.studentId]: 'leave' })
  expect((await at.pay03()).totalMinor).toBe(15_000)
})

test('E6: two sheets of one lesson at once: one is posted, the other refused', async () => {
  const { at, first, li } = await classOfTwo()
  const marks = { [li.studentId]: 'attended' }
  const answers = await Promise.all([at.mark(first, marks), at.mark(first, marks)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(at.retries()).toBeGreaterThan(0)
  expect((await at.balance(li.enrollmentId)).hours.usedCentihours).toBe(200)
})

test('E6: the same sheet sent twice under one key is posted once and answered alike', async () => {
  const { at, first, li } = await classOfTwo()
  const asked = { headers: { 'idempotency-key': 'sheet-1' } }
  const one = await at.mark(first, { [li.studentId]: 'attended' }, asked)
  const two = await at.mark(first, { [li.studentId]: 'attended' }, asked)
  expect([two.status, two.body]).toEqual([one.status, one.body])
  expect(at.eventsOf(lessonHoursDeducted)).toHaveLength(1)
})
