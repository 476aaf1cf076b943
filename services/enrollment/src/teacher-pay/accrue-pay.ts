import type { Campus } from '@tutelage/shared/contracts/campus.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { teacherPayAccrued } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import type { Lesson } from '../timetable/lesson.ts'
import { accrualEntry, payDue } from './teacher-pay.ts'
import { appendAccrual } from './teacher-pay-store.ts'

/** A lesson whose pay follows its marks, with what belongs to the same commit. */
export interface PaidLesson {
  readonly lesson: Lesson
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

/**
 * Lets the teacher's pay follow the marks of a lesson: posts the difference to the month of the lesson.
 * @param stored the lesson as it is after the marks, with the version that was read
 * @returns the lesson with its new pay; no entry when nothing changed
 * Rule: E7, E17.
 */
export function accruePay(
  context: CampusContext,
  { value: lesson, version }: Stored<Lesson>,
  { rateMinor, campus }: { readonly rateMinor: AmountMinor; readonly campus: Campus },
): PaidLesson {
  const due = payDue(lesson, rateMinor)
  const difference = amountMinor(due - lesson.sheet.accruedMinor)
  if (difference === 0 || lesson.status !== 'held') return { lesson, writes: [], events: [] }
  const { lessonId, startsAt } = lesson
  const { staffId: teacherId } = lesson.teacher
  const { currency, timeZone } = campus
  const entryId = context.ids.next('entry')
  const facts = { entryId, occurredAt: startsAt, recordedAt: context.now, causationId: context.correlationId }
  const entry = accrualEntry({ lesson, amountMinor: difference, currency }, facts)
  const month = monthOf(localDateOf(startsAt, timeZone))
  const occurrence = { campusId: context.campus.campusId, aggregateId: lessonId, aggregateVersion: version + 1 }
  const told = { teacherId, lessonId, entryId, amountMinor: difference, currency, month }
  return {
    lesson: { ...lesson, sheet: { ...lesson.sheet, accruedMinor: due, accruals: lesson.sheet.accruals + 1 } },
    writes: [appendAccrual(context, { teacherId, month }, { lessonId, entry })],
    events: [happened(teacherPayAccrued, { ...occurrence, occurredAt: startsAt }, told)],
  }
}
