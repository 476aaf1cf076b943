import type { Campus } from '@tutelage/shared/contracts/campus.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { teacherPayAccrued } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { Lesson, TeacherMark } from '../timetable/lesson.ts'
import { postingMonth } from './pay-month.ts'
import { loadClosings } from './pay-month-store.ts'
import { teacherPayPolicy } from './policy.ts'
import { type Accrual, accrualEntry, accrue, type Earned } from './teacher-pay.ts'
import { appendAccrual, namePaidTeacher } from './teacher-pay-store.ts'

/** A lesson whose pay follows its marks, with what belongs to the same commit. */
export interface PaidLesson {
  readonly lesson: Lesson
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

/** By what a lesson pays. */
export interface Paying {
  readonly classGroup: ClassGroup
  readonly campus: Campus
  /** Who was marked as its teacher before, when it was somebody else: they get nothing for it. */
  readonly takenFrom?: TeacherMark | undefined
}

/** What one lesson of a class earns its teacher: its rate, and in a reward course the allowance of the campus. */
async function loadTerms(context: CampusContext, { kind, teacherRateMinor: rateMinor }: ClassGroup): Promise<Earned> {
  if (kind !== 'reward') return { rateMinor, allowanceMinor: amountMinor(0) }
  const { rewardAllowanceMinor: allowanceMinor } = await teacherPayPolicy.load(context)
  return { rateMinor, allowanceMinor }
}

/** The lesson after its pay, and what each of the teachers gets or gives back. */
function accruals(lesson: Lesson, terms: Earned, takenFrom: TeacherMark | undefined) {
  const unpaid = takenFrom && accrue({ ...lesson, status: 'held', teacher: { ...takenFrom, isPaid: false } }, terms)
  const paid = accrue(unpaid ? { ...lesson, sheet: unpaid.lesson.sheet } : lesson, terms)
  return { lesson: paid.lesson, accruals: [unpaid?.accrual ?? [], paid.accrual ?? []].flat() }
}

interface Posting {
  readonly accrual: Accrual
  readonly campus: Campus
  /** Up to which month the teacher's pay is closed. */
  readonly closed: string | undefined
}

/** One entry, posted to the month of the lesson or, once that is closed, to the first that is not; with its event. */
async function post(
  context: CampusContext,
  { value: lesson, version }: Stored<Lesson>,
  { accrual, closed, campus }: Posting,
) {
  const { lessonId, startsAt } = lesson
  const { currency, timeZone } = campus
  const { staffId: teacherId } = accrual.teacher
  const entryId = context.ids.next('entry')
  const facts = { entryId, occurredAt: startsAt, recordedAt: context.now, causationId: context.correlationId }
  const entry = accrualEntry(accrual, { lesson, currency }, facts)
  const month = postingMonth(monthOf(localDateOf(startsAt, timeZone)), closed)
  const occurrence = { campusId: context.campus.campusId, aggregateId: lessonId, aggregateVersion: version + 1 }
  const earned = accrual.rateMinor + accrual.allowanceMinor
  const told = { teacherId, lessonId, entryId, amountMinor: earned, currency, month }
  const named = await namePaidTeacher(context, { teacherId, month })
  return {
    writes: [appendAccrual(context, { teacherId, month }, { lessonId, entry }), ...named],
    event: happened(teacherPayAccrued, { ...occurrence, occurredAt: startsAt }, told),
  }
}

/**
 * Lets the teacher's pay follow the marks of a lesson: posts the difference to the month of the lesson, or to the first open month
 * when that one is closed. The commit fails when a month is closed meanwhile.
 * @param stored the lesson as it is after the marks, with the version that was read
 * @returns the lesson with its new pay; no entry when nothing changed
 * Rule: E7, E17.
 */
export async function accruePay(
  context: CampusContext,
  { value, version }: Stored<Lesson>,
  { classGroup, campus, takenFrom }: Paying,
): Promise<PaidLesson> {
  const { lesson, accruals: due } = accruals(value, await loadTerms(context, classGroup), takenFrom)
  const closings = await loadClosings(
    context,
    due.map(({ teacher }) => teacher.staffId),
  )
  const posted = await Promise.all(
    due.map((accrual) =>
      post(context, { value: lesson, version }, { accrual, campus, closed: closings.of(accrual.teacher.staffId) }),
    ),
  )
  return {
    lesson,
    writes: [...posted.flatMap(({ writes }) => writes), ...closings.checks],
    events: posted.map(({ event }) => event),
  }
}
