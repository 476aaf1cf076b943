import {
  courseCompleted,
  enrollmentTerminated,
  lessonAttended,
  lessonHoursDeducted,
  lessonMissed,
  makeUpCreditGranted,
  teacherPayAccrued,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { evening, problem } from '../testing/enrollment-bench.ts'
import { largeClass } from '../testing/large-class.ts'

const deducting = ['attended', 'late', 'absent']
const statusArbitrary = fc.constantFrom<string>('attended', 'late', 'leave', 'absent', 'cancelledBySchool')
const all = (count: number, status = 'attended'): readonly string[] => Array.from({ length: count }, () => status)
type Marked = { readonly studentId: string; readonly status: string }
const statusesOf = ({ body }: { readonly body: { readonly marks: readonly Marked[] } }) =>
  new Map(body.marks.map(({ studentId, status }) => [studentId, status]))

/** What may happen to the function that takes the sheet, and who finishes it. */
const run = fc.record({
  statuses: fc.array(statusArbitrary, { minLength: 1, maxLength: 200, size: 'max' }),
  dies: fc.option(fc.record({ at: fc.nat(8), when: fc.constantFrom<'before' | 'after'>('before', 'after') })),
  finishes: fc.constantFrom<'caller' | 'job'>('caller', 'job'),
})

test('E6: a sheet of 1 to 200 students is marked once, whatever ends the function between its parts, and answered whole', async () => {
  const { at, lessons, students, mark, markAndDie } = await largeClass({ students: 200, lessons: 26 })
  at.clock.set(evening(30))
  const used = new Map<string, number>()
  const [credits, events] = [{ granted: 0 }, { seen: at.events().length }]
  let lesson = 0
  let paidLessons = 0
  await fc.assert(
    fc.asyncProperty(run, async ({ statuses, dies, finishes }) => {
      const lessonId = lessons[lesson] ?? ''
      const key = `sheet-${lesson}`
      lesson += 1
      const commits: number[] = []
      at.table.onCommit((changes) => {
        if (changes.some(({ after }) => after?.entity === 'mark')) commits.push(changes.length)
      })
      if (dies) await markAndDie([lessonId, statuses, key], dies)
      const began = (await at.get(`/lessons/${lessonId}`)).body.status === 'held'
      if (began) expect((await mark(lessonId, all(1, 'makeUp'), key)).status).toBe(422)
      if (began && finishes === 'job') {
        at.clock.advance(2 * minuteMs)
        await at.lookAtDue()
        const parts = commits.length
        expect((await mark(lessonId, statuses, key)).status).toBe(201)
        expect(commits.length, 'the job left nothing to do').toBe(parts)
      }
      const answer = await mark(lessonId, statuses, key)
      expect(answer.status).toBe(201)
      const told = new Map(statuses.map((status, n) => [students[n]?.studentId ?? '', status]))
      expect(statusesOf(answer)).toEqual(told)
      expect((await mark(lessonId, statuses, key)).body).toEqual(answer.body)
      const sheet = await at.get(`/lessons/${lessonId}/attendance`)
      expect(statusesOf(sheet)).toEqual(told)
      const byStudent = ({ studentId: a }: Marked, { studentId: b }: Marked): number => (a < b ? -1 : 1)
      expect(sheet.body.marks.sort(byStudent)).toEqual([...answer.body.marks].sort(byStudent))
      // One transaction up to 30 students, and as few as fit beyond.
      if (statuses.length <= 30) expect(commits).toHaveLength(1)
      expect(commits.length).toBeLessThanOrEqual(1 + Math.ceil(Math.max(0, statuses.length - 30) / 32))

      const count = (...wanted: string[]): number => statuses.filter((status) => wanted.includes(status)).length
      const fresh = at.events().slice(events.seen)
      events.seen = at.events().length
      const named = (name: string) => fresh.filter((event) => event.name === name)
      expect(named(lessonAttended.name)).toHaveLength(count('attended', 'late'))
      expect(named(lessonMissed.name)).toHaveLength(count('leave', 'absent'))
      expect(named(lessonHoursDeducted.name)).toHaveLength(count(...deducting))
      const isPaid = count(...deducting) > 0
      expect(named(teacherPayAccrued.name)).toHaveLength(Number(isPaid))
      paidLessons += Number(isPaid)
      credits.granted += named(makeUpCreditGranted.name).length
      for (const [n, status] of statuses.entries()) {
        const { enrollmentId = '' } = students[n] ?? {}
        if (deducting.includes(status)) used.set(enrollmentId, (used.get(enrollmentId) ?? 0) + 200)
      }
    }),
    {
      numRuns: 24,
      endOnFailure: true,
      examples: [[{ statuses: [...all(200)], dies: { at: 1, when: 'after' }, finishes: 'caller' }]],
    },
  )
  for (const { enrollmentId } of students) {
    expect((await at.balance(enrollmentId)).hours.usedCentihours).toBe(used.get(enrollmentId) ?? 0)
  }
  expect((await at.pay03()).totalMinor).toBe(15_000 * paidLessons)
  const open = at.table.all().filter(({ entity, duePk }) => entity === 'mark' && duePk !== undefined)
  expect(open).toHaveLength(credits.granted)
  expect(at.table.all().filter(({ entity }) => entity === 'restOfSheet')).toEqual([])
}, 300_000)

test('E6: of two sheets of 80 for one lesson one is marked whole, and the other refused without a mark of its own', async () => {
  const { at, lessons, mark } = await largeClass({ students: 80, lessons: 6 })
  at.clock.set(evening(7))
  for (const [n, lessonId] of lessons.entries()) {
    const rivals = await Promise.all([
      mark(lessonId, all(80, 'attended'), `first-${n}`),
      mark(lessonId, all(80, 'absent'), `second-${n}`),
    ])
    expect(rivals.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(rivals.find(({ status }) => status === 409)?.body.type).toBe(problem('alreadyMarked'))
    const winner = rivals.find(({ status }) => status === 201)
    const sheet = await at.get(`/lessons/${lessonId}/attendance`)
    expect(new Set(statusesOf(sheet).values()).size).toBe(1)
    expect(sheet.body.unmarked).toEqual([])
    expect(statusesOf(winner ?? sheet)).toEqual(statusesOf(sheet))
  }
})

test('E6: one sheet that is sent twice at once is marked once, and both are answered whole', async () => {
  const { at, lessons, mark } = await largeClass({ students: 120, lessons: 2 })
  at.clock.set(evening(7))
  const twins = await Promise.all([1, 2].map(() => mark(lessons[0] ?? '', all(120), 'twin')))
  expect(twins.map(({ status }) => status)).toEqual([201, 201])
  expect(twins[0]?.body).toEqual(twins[1]?.body)
  expect(at.eventsOf(lessonHoursDeducted)).toHaveLength(120)
})

test('E6: what is on its way counts as marked: no other sheet, no card reader and no correction comes in between', async () => {
  const { at, lessons, students, mark, markAndDie } = await largeClass({ students: 70, lessons: 2 })
  const [lessonId = ''] = lessons
  const { studentId: last = '', enrollmentId = '' } = students[69] ?? {}
  at.clock.set(evening(0))
  await markAndDie([lessonId, all(70), 'sheet'], { at: 0, when: 'after' })
  expect(at.eventsOf(lessonAttended).length).toBeLessThan(40)
  expect(statusesOf(await at.get(`/lessons/${lessonId}/attendance`)).get(last)).toBe('attended')
  expect((await at.mark(lessonId, { [last]: 'absent' })).body).toMatchObject({
    type: problem('alreadyMarked'),
    details: { studentIds: [last] },
  })
  const reads = (status: string) => at.partner('LessonAttended', { lessonId, studentId: last, status })
  expect(await reads('attended')).toMatchObject({ kind: 'done' })
  expect(await reads('late')).toMatchObject({ kind: 'refused', refusal: { code: 'alreadyMarked' } })
  expect((await at.correct(lessonId, last, 'absent')).body).toMatchObject({ type: problem('notYet') })
  // The student leaves meanwhile: the lesson was before that, and is deducted all the same.
  const leaves = { why: { kind: 'loss', reason: 'dissatisfied', cause: 'teacher' }, refundMinor: 0 }
  expect((await at.post(`/enrollments/${enrollmentId}/termination`, leaves)).status).toBe(201)
  expect((await mark(lessonId, all(70), 'sheet')).status).toBe(201)
  expect(at.eventsOf(lessonAttended)).toHaveLength(70)
  expect((await at.balance(enrollmentId)).hours.usedCentihours).toBe(200)
  expect((await at.correct(lessonId, last, 'leave')).status).toBe(201)
  expect((await at.balance(enrollmentId)).hours.usedCentihours).toBe(0)
})

test('E6: nothing of a sheet of 200 is written when one of its students cannot be marked', async () => {
  const { at, lessons, mark } = await largeClass({ students: 100, lessons: 1 })
  at.clock.set(evening(0))
  const commits: number[] = []
  at.table.onCommit((changes) => commits.push(changes.length))
  const stranger = await at.student(500)
  const students = Object.fromEntries(all(0).map((status) => ['', status]))
  const sheet = (await at.get(`/lessons/${lessons[0]}/attendance`)).body
  for (const studentId of [...sheet.unmarked, stranger]) students[studentId] = 'attended'
  const before = commits.length
  expect((await at.mark(lessons[0] ?? '', students)).body).toMatchObject({ type: problem('notEnrolled') })
  expect(commits).toHaveLength(before)
  expect((await mark(lessons[0] ?? '', all(100), 'right')).status).toBe(201)
})

test('E6: the last lesson of a class of 200 completes the course of each, those who were marked before too, and of nobody twice', async () => {
  const { at, lessons, students, mark, markAndDie } = await largeClass({ students: 200, lessons: 1 })
  const [lessonId = ''] = lessons
  at.clock.set(evening(0))
  await at.partner('LessonAttended', { lessonId, studentId: students[150]?.studentId, status: 'attended' })
  await markAndDie([lessonId, all(100), 'last'], { at: 2, when: 'after' })
  expect((await mark(lessonId, all(100), 'last')).status).toBe(201)
  const completed = at.eventsOf(courseCompleted).map(({ data }) => data.enrollmentId)
  expect(completed).toHaveLength(200)
  expect(new Set(completed)).toEqual(new Set(students.map(({ enrollmentId }) => enrollmentId)))
  expect(at.eventsOf(lessonAttended)).toHaveLength(101)
  expect(at.eventsOf(enrollmentTerminated)).toEqual([])
})
