import { attendanceStatusField } from '@tutelage/shared/contracts/enrollment/events.ts'
import { addMs, dayMs, hourMs, instant } from '@tutelage/shared/kernel/instant.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { enrollmentBench } from '../testing/enrollment-bench.ts'

const months = ['2026-03', '2026-04', '2026-05', '2026-06'] as const
const teachers = ['stf_teacher', 'stf_other', 'stf_third'] as const
const teacher = fc.constantFrom(...teachers)
const rateMinor = 15_000
const paying = ['attended', 'late', 'absent', 'makeUp']
const lessonCount = 4

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ do: fc.constant('mark' as const), lesson: fc.nat(lessonCount - 1), teacher },
      status: fc.constantFrom(...attendanceStatusField().options),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ do: fc.constant('correct' as const), lesson: fc.nat(lessonCount - 1) },
      status: fc.constantFrom(...attendanceStatusField().options),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ do: fc.constant('teacher' as const), lesson: fc.nat(lessonCount - 1), teacher },
      status: fc.constantFrom('attended' as const, 'late' as const, 'absent' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ do: fc.constant('base' as const), teacher, ahead: fc.nat(2) },
      amountMinor: fc.integer({ min: 0, max: 90_000 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('monthEnds' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('close' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

/** Who taught a lesson and what its one student's mark is, kept apart from what the service keeps. */
interface Taught {
  readonly teacher: string
  readonly isPaid: boolean
  readonly status: string
}

/** Lessons on 30 March and in the first days of April; the clock begins after them all. */
async function school(kind: 'regular' | 'reward') {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ kind, lessonCount })
  const slots = Array.from({ length: lessonCount }, (_, n) => {
    const startsAt = addMs(instant('2026-03-30T10:00:00Z'), n * dayMs)
    return { startsAt, endsAt: addMs(startsAt, 2 * hourMs) }
  })
  const { body } = await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: slots })
  const lessons: string[] = body.lessons.map(({ lessonId }: { lessonId: string }) => lessonId)
  const { studentId } = await at.enrolled(classGroupId, 1)
  at.clock.set(instant('2026-04-03T12:00:00Z'))
  return { at, lessons, studentId, taught: new Map<number, Taught>(), bases: [] as Base[], month: { now: 1 } }
}
type School = Awaited<ReturnType<typeof school>>
interface Base {
  readonly teacher: string
  readonly validFrom: string
  readonly amountMinor: number
}

async function markOrCorrect({ at, lessons, studentId, taught }: School, one: Step): Promise<void> {
  if (one.do === 'mark') {
    const marked = { staffId: one.teacher, status: 'attended' }
    const body = { marks: [{ studentId, status: one.status }], teacher: marked }
    const { status } = await at.post(`/lessons/${lessons[one.lesson]}/attendance`, body)
    if (status === 201) taught.set(one.lesson, { teacher: one.teacher, isPaid: true, status: one.status })
  }
  const known = 'lesson' in one ? taught.get(one.lesson) : undefined
  if (!known) return
  if (one.do === 'correct') {
    const { status } = await at.correct(lessons[one.lesson] ?? '', studentId, one.status)
    if (status === 201) taught.set(one.lesson, { ...known, status: one.status })
  }
  if (one.do === 'teacher') {
    const body = { staffId: one.teacher, status: one.status }
    const { status } = await at.post(`/lessons/${lessons[one.lesson]}/teacher-corrections`, body)
    const isPaid = one.status !== 'absent'
    if (status === 201) taught.set(one.lesson, { ...known, teacher: one.teacher, isPaid })
  }
}

async function play(at: School, one: Step): Promise<void> {
  await markOrCorrect(at, one)
  if (one.do === 'base') {
    const validFrom = months[Math.min(at.month.now + one.ahead, months.length - 1)] ?? ''
    const change = { validFrom, amountMinor: one.amountMinor }
    const { status } = await at.at.post(`/teachers/${one.teacher}/base-pay`, change)
    expect(status).toBe(201)
    at.bases.push({ teacher: one.teacher, ...change })
  }
  if (one.do === 'monthEnds' && at.month.now < months.length - 1) {
    at.month.now += 1
    at.at.clock.set(instant(`${months[at.month.now]}-01T00:00:00Z`))
    await at.at.runDaily('post-base-pay')
  }
  if (one.do === 'close') await closeNext(at)
}

/** The first month that may be closed, if there is one. */
async function closeNext({ at }: School): Promise<void> {
  for (const month of months) {
    const { status } = await at.post(`/pay-months/${month}/closing`, {}, { as: 'finance' })
    if (status === 201) return
  }
}

const statement = async ({ at }: School, whose: string, month: string) =>
  (await at.get(`/teachers/${whose}/pay?month=${month}`)).body

async function allStatements(at: School) {
  const found = await Promise.all(teachers.flatMap((whose) => months.map((month) => statement(at, whose, month))))
  return new Map(found.map((each) => [`${each.teacherId} ${each.month}`, each]))
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

/** The base pay of a month by what was decided last for the latest month until then. */
function baseOf({ bases }: School, whose: string, month: string): number {
  const valid = bases.filter((base) => base.teacher === whose && base.validFrom <= month)
  const latest = valid
    .map(({ validFrom }) => validFrom)
    .sort()
    .at(-1)
  return valid.filter(({ validFrom }) => validFrom === latest).at(-1)?.amountMinor ?? 0
}

function due(at: School, whose: string, kind: string): number {
  const lessons = [...at.taught.values()].filter((one) => one.teacher === whose && one.isPaid)
  const perLesson = rateMinor + (kind === 'reward' ? 2_000 : 0)
  const posted = months.slice(1, at.month.now)
  return (
    perLesson * lessons.filter(({ status }) => paying.includes(status)).length +
    sum(posted.map((month) => baseOf(at, whose, month)))
  )
}

test('E17: pay is what the marks, the allowances and the bases are due, whatever is closed when; a closed month never changes; a statement is its entries', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('regular' as const, 'reward' as const),
      fc.array(step, { maxLength: 30, size: 'max' }),
      async (kind, steps) => {
        const at = await school(kind)
        const closed = new Map<string, unknown>()
        for (const one of steps) {
          await play(at, one)
          const statements = await allStatements(at)
          for (const [name, kept] of closed) expect(statements.get(name)).toEqual(kept)
          for (const [name, each] of statements) {
            expect(each.totalMinor).toBe(sum(each.entries.map(({ amountMinor }: Entry) => amountMinor)))
            if (each.status === 'closed') closed.set(name, each)
          }
          for (const whose of teachers) {
            const paid = [...statements.values()].filter(({ teacherId }) => teacherId === whose)
            expect(sum(paid.map(({ totalMinor }) => totalMinor))).toBe(due(at, whose, kind))
          }
        }
      },
    ),
    { numRuns: 40 },
  )
}, 60_000)

interface Entry {
  readonly amountMinor: number
}
