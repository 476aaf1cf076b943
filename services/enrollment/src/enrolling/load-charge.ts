import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { addMs, dayMs, type LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addMonths } from '@tutelage/shared/kernel/local-date.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { findTerm } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { loadBusy } from '../timetable/agenda-store.ts'
import { loadProgress } from '../timetable/progress-store.ts'
import { prepaymentPolicy } from './policy.ts'
import { type Charge, checkPrepayment } from './prepayment.ts'

/** Who is charged for what. */
interface ChargeFor {
  readonly classGroup: ClassGroup
  /** With those at hand. */
  readonly centihours: number
  /** Of the enrollment; the term's, when there is none yet. */
  readonly startsOn?: LocalDate | undefined
  /** Absent: today. */
  readonly on?: LocalDate | undefined
}

/** The term's first day, or today in a term that has begun. */
export async function startOf(context: CampusContext, { termId }: ClassGroup, today: LocalDate): Promise<LocalDate> {
  const startsOn = (await findTerm(context, termId))?.startsOn ?? today
  return startsOn > today ? startsOn : today
}

/** Looks this far ahead at the timetable; what is not on it by then is not charged ahead anyway. */
const horizonMs = 400 * dayMs

async function chargeOf(context: CampusContext, { classGroup, centihours, ...asked }: ChargeFor): Promise<Charge> {
  const { classGroupId, centihoursPerLesson, lessonCount, termId } = classGroup
  const slot = { startsAt: context.now, endsAt: addMs(context.now, horizonMs) }
  const [{ timeZone }, term, progress, busy] = await Promise.all([
    loadCampus(context),
    findTerm(context, termId),
    loadProgress(context, classGroupId),
    loadBusy(context, { kind: 'classGroup', id: classGroupId }, slot),
  ])
  const today = asked.on ?? localDateOf(context.now, timeZone)
  const startsOn = asked.startsOn ?? (term && term.startsOn > today ? term.startsOn : today)
  const scheduledOn = busy.map(({ startsAt }) => localDateOf(startsAt, timeZone))
  const othersUntil = term?.endsOn ?? addMonths(today, 12)
  const ahead = { lessons: lessonCount - progress.value.held, scheduledOn, othersUntil }
  return { today, startsOn, centihours, centihoursPerLesson, ahead }
}

/** Whether the campus may charge this ahead (see `checkPrepayment`). Rule: E5. */
export async function checkCharge(context: CampusContext, asked: ChargeFor) {
  const [policy, charge] = await Promise.all([prepaymentPolicy.load(context), chargeOf(context, asked)])
  return checkPrepayment(policy, charge)
}
