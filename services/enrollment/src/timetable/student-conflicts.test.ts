import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'
import { overlaps } from './lesson.ts'
import { findStudentClash } from './student-classes.ts'

type Bench = Awaited<ReturnType<typeof enrollmentBench>>
interface Request {
  readonly path: string
  readonly body: unknown
}

const lessonsOf = (classGroupId: string, ...numbers: readonly number[]): Request => ({
  path: `/class-groups/${classGroupId}/lessons`,
  body: { lessons: numbers.map(lessonAt) },
})
const seatIn = (classGroupId: string, studentId: string): Request => ({
  path: '/enrollments',
  body: { studentId, classGroupId, centihours: 2_000 },
})

/** Two classes of two teachers, and a student. */
async function twoClasses() {
  const at = await enrollmentBench()
  const { classGroupId: maths } = await at.classGroup()
  const { classGroupId: physics } = await at.classGroup({ teacherId: 'stf_other' })
  return { at, maths, physics, studentId: await at.student(1) }
}

test('E2: a student is in one class at a time: lessons are not given at a time of another class', async () => {
  const { at, maths, physics, studentId } = await twoClasses()
  for (const classGroupId of [maths, physics])
    expect((await at.post('/enrollments', seatIn(classGroupId, studentId).body)).status).toBe(201)
  const [lessonId] = await at.lessons(maths, 1)
  const clash = lessonsOf(physics, 1, 0)
  const refused = await at.post(clash.path, clash.body)
  expect(refused).toMatchObject({
    status: 409,
    body: { type: problem('studentBusy'), details: { lessonId, classGroupId: maths, startsAt: lessonAt(0).startsAt } },
  })
  const free = lessonsOf(physics, 1)
  expect((await at.post(free.path, free.body)).status).toBe(201)
})

test('E2: a student is not enrolled in a class whose lessons overlap with those of another, until it is left or over', async () => {
  const { at, maths, physics, studentId } = await twoClasses()
  const [lessonId = ''] = await at.lessons(maths, 1)
  await at.post(lessonsOf(physics, 0).path, lessonsOf(physics, 0).body)
  await at.enrolled(maths, 1)
  const wish = () => at.post('/enrollments', seatIn(physics, studentId).body)
  expect(await wish()).toMatchObject({ status: 409, body: { type: problem('studentBusy'), details: { lessonId } } })
  expect((await at.get(`/class-groups/${physics}`)).body.seatsTaken).toBe(0)
  await at.post(`/lessons/${lessonId}/cancellations`, { reason: 'Typhoon' })
  expect((await wish()).status).toBe(201)
})

test('E2: lessons of the past keep nobody from a class', async () => {
  const { at, maths, physics, studentId } = await twoClasses()
  for (const group of [maths, physics]) await at.post(lessonsOf(group, 0).path, lessonsOf(group, 0).body)
  await at.enrolled(maths, 1)
  at.clock.set(lessonAt(0).endsAt)
  expect((await at.post('/enrollments', seatIn(physics, studentId).body)).status).toBe(201)
})

test('E2: nobody sits in more than twenty classes at once; those that are over do not count', async () => {
  const at = await enrollmentBench()
  const groups: string[] = []
  for (let n = 0; n < 22; n += 1) groups.push((await at.classGroup({ lessonCount: 1 })).classGroupId)
  const studentId = await at.student(1)
  const [first = '', ...others] = groups
  const [lessonId = ''] = await at.lessons(first, 1)
  for (const group of groups.slice(0, 20))
    expect((await at.post('/enrollments', seatIn(group, studentId).body)).status).toBe(201)
  const more = () => at.post('/enrollments', seatIn(others[20] ?? '', studentId).body)
  expect((await more()).body).toMatchObject({ type: problem('tooManyClasses') })
  at.clock.set(lessonAt(0).endsAt)
  await at.mark(lessonId, { [studentId]: 'attended' })
  expect((await more()).status).toBe(201)
})

test('E2: of who planned at the same moment, whatever came between, a student never has two lessons at once', async () => {
  const meetings: Readonly<
    Record<
      string,
      (at: Bench, at2: { maths: string; physics: string; studentId: string }) => Promise<readonly [Request, Request]>
    >
  > = {
    'two classes of one student get lessons': async (at, { maths, physics, studentId }) => {
      for (const group of [maths, physics]) await at.post('/enrollments', seatIn(group, studentId).body)
      return [lessonsOf(maths, 0), lessonsOf(physics, 0)]
    },
    'a class gets a lesson as a student of another comes into it': async (at, { maths, physics, studentId }) => {
      await at.post('/enrollments', seatIn(maths, studentId).body)
      await at.lessons(maths, 1)
      return [lessonsOf(physics, 0), seatIn(physics, studentId)]
    },
    "a student's class gets a lesson as the student goes into another": async (at, { maths, physics, studentId }) => {
      await at.post('/enrollments', seatIn(maths, studentId).body)
      await at.post(lessonsOf(physics, 0).path, lessonsOf(physics, 0).body)
      return [lessonsOf(maths, 0), seatIn(physics, studentId)]
    },
    'a student goes into two classes': async (at, { maths, physics, studentId }) => {
      await at.lessons(maths, 1)
      await at.post(lessonsOf(physics, 0).path, lessonsOf(physics, 0).body)
      return [seatIn(maths, studentId), seatIn(physics, studentId)]
    },
    'a lesson is moved as the student goes into the class at its new time': async (
      at,
      { maths, physics, studentId },
    ) => {
      await at.post('/enrollments', seatIn(maths, studentId).body)
      const [lessonId] = await at.lessons(maths, 1)
      await at.post(lessonsOf(physics, 1).path, lessonsOf(physics, 1).body)
      return [{ path: `/lessons/${lessonId}/moves`, body: { times: lessonAt(1) } }, seatIn(physics, studentId)]
    },
  }
  for (const [name, prepare] of Object.entries(meetings)) {
    for (const swapped of [false, true]) {
      let played = 0
      for (let before = 0; ; before += 1) {
        const { at, ...school } = await twoClasses()
        const pair = await prepare(at, school)
        const [one, other] = swapped ? [pair[1], pair[0]] : pair
        const meeting = interleaved(at.table, before, async () => {
          expect((await at.post(other.path, other.body)).status, `${name}, ${before}`).toBeLessThan(300)
        })
        const slow = httpHandler(enrollment, { ...at.ports, table: meeting.table }, { checkReplies: true })
        const path = `/enrollment/campuses/${testCampusId}${one.path}`
        const headers = { 'idempotency-key': 'slow' }
        const { status, body } = await ask(slow, { method: 'POST', path, as: 'principal', body: one.body, headers })
        if (!meeting.happened()) break
        played += 1
        expect([status, body.type], `${name}, ${before}`).toEqual([409, problem('studentBusy')])
        const { items } = (await at.get(`/students/${school.studentId}/lessons?from=2026-03-01&to=2026-03-31`)).body
        const times: { startsAt: never; endsAt: never }[] = items
        const twice = times.some((time, n) => times.slice(0, n).some((earlier) => overlaps(time, earlier)))
        expect(twice, `${name}, ${before}`).toBe(false)
      }
      expect(played, name).toBeGreaterThan(5)
    }
  }
})

test('E2: many who take seats in one class at once do not hinder one another, nor a schedule for long', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const students: string[] = []
  for (let n = 0; n < 20; n += 1) students.push(await at.student(n))
  const seats = students.map((studentId) => at.post('/enrollments', seatIn(classGroupId, studentId).body))
  const { path, body } = lessonsOf(classGroupId, 0)
  const answers = await Promise.all([...seats, at.post(path, body)])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
})

test('E2: to give a class lessons writes nothing for its students', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  for (let n = 0; n < 20; n += 1) await at.enrolled(classGroupId, n, { paidMinor: 0 })
  const written: string[] = []
  at.table.onCommit((changes) => written.push(...changes.map(({ after }) => after?.entity ?? '')))
  await at.lessons(classGroupId, 3)
  expect(written.sort()).toEqual(
    [
      'agenda',
      'agenda',
      'agenda',
      'agenda',
      'classProgress',
      'idempotency',
      'lesson',
      'lesson',
      'lesson',
      'outbox',
    ].sort(),
  )
})

test('E2: a student clashes exactly when a time overlaps with a lesson of another class', () => {
  const slot = fc.record({ from: fc.nat(30), hours: fc.integer({ min: 1, max: 4 }) }).map(({ from, hours }) => ({
    startsAt: lessonAt(from).startsAt,
    endsAt: lessonAt(from + hours).startsAt,
  }))
  fc.assert(
    fc.property(
      fc.array(slot, { maxLength: 5 }),
      fc.array(fc.array(slot, { maxLength: 4 }), { maxLength: 4 }),
      (times, classes) => {
        const others = classes.map((slots, n) => ({
          classGroupId: nthId('classGroup', n),
          busy: slots.map((each, m) => ({ ...each, lessonId: nthId('lesson', n * 10 + m) })),
        }))
        const clashes = times.some((time) => classes.flat().some((other) => overlaps(time, other)))
        expect(findStudentClash(times, others) !== undefined).toBe(clashes)
      },
    ),
  )
})
