import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import {
  type AttendanceStatus,
  attendanceCorrected,
  lessonAttended,
  lessonHoursDeducted,
  lessonMissed,
  makeUpCreditGranted,
  makeUpCreditUsed,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import type { LessonHoursPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { assertNever } from '@tutelage/shared/kernel/assert-never.ts'
import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { deductHours, enrollmentOf, type HoursAccount, remainingHours } from '../lesson-hours/hours-account.ts'
import { appendEntry } from '../lesson-hours/hours-account-store.ts'
import { tellLowBalance } from '../lesson-hours/tell-low-balance.ts'
import type { Mark } from './mark.ts'

/** An account that a mark has changed, not yet written: what else belongs to the same commit. */
export interface Touched {
  readonly account: HoursAccount
  /** As it was read. */
  readonly version: number
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

/** A mark that is to be posted, and what decides what it causes. */
export interface Posting {
  readonly mark: Mark
  /** Of one lesson: the class's, or of the lesson that a guest makes up. */
  readonly centihours: Centihours
  readonly policy: LessonHoursPolicy
}

/** Where an event about an account belongs, after the change. */
const occurrenceOf = ({ campus }: CampusContext, { value, version }: Stored<HoursAccount>, mark: Mark) => ({
  campusId: campus.campusId,
  aggregateId: value.enrollmentId,
  aggregateVersion: version + 1,
  occurredAt: mark.startsAt,
})

const attendanceOf = (account: HoursAccount, { lessonId, startsAt }: Mark) => ({
  ...enrollmentOf(account),
  lessonId,
  startsAt,
})

/** What a first mark tells: the student was there, or was missed; nothing when the school cancelled. Rule: E6. */
export function markTold(context: CampusContext, stored: Stored<HoursAccount>, mark: Mark): readonly NewEvent[] {
  const occurrence = occurrenceOf(context, stored, mark)
  const attendance = attendanceOf(stored.value, mark)
  const { status } = mark
  switch (status) {
    case 'attended':
    case 'late':
    case 'makeUp':
      return [happened(lessonAttended, occurrence, { ...attendance, status })]
    case 'leave':
    case 'absent':
      return [happened(lessonMissed, occurrence, { ...attendance, status })]
    case 'cancelledBySchool':
      return []
    default:
      return assertNever(status)
  }
}

/** What a correction tells. Rule: E7. */
export const correctionTold = (
  context: CampusContext,
  stored: Stored<HoursAccount>,
  { mark, before }: { readonly mark: Mark; readonly before: AttendanceStatus },
): NewEvent =>
  happened(attendanceCorrected, occurrenceOf(context, stored, mark), {
    ...attendanceOf(stored.value, mark),
    before,
    after: mark.status,
  })

/** That a mark may be made up. Rule: E9. */
export const creditTold = (context: CampusContext, stored: Stored<HoursAccount>, mark: Mark): readonly NewEvent[] =>
  mark.makeUp
    ? [
        happened(
          makeUpCreditGranted,
          { ...occurrenceOf(context, stored, mark), occurredAt: mark.makeUp.grantedAt },
          { ...enrollmentOf(stored.value), missedLessonId: mark.lessonId, expiresAt: mark.makeUp.expiresAt },
        ),
      ]
    : []

/** That a guest made a lesson up. Rule: E9. */
export const useTold = (context: CampusContext, stored: Stored<HoursAccount>, mark: Mark): readonly NewEvent[] =>
  mark.makesUp
    ? [
        happened(makeUpCreditUsed, occurrenceOf(context, stored, mark), {
          ...enrollmentOf(stored.value),
          missedLessonId: mark.makesUp.lessonId,
          lessonId: mark.lessonId,
        }),
      ]
    : []

function deduct(context: CampusContext, { value: account }: Stored<HoursAccount>, { mark, centihours: due }: Posting) {
  const { lessonId, revision } = mark
  const facts = {
    entryId: context.ids.next('entry'),
    occurredAt: mark.startsAt,
    recordedAt: context.now,
    causationId: context.correlationId,
  }
  return deductHours(account, { lessonId, revision, centihours: due }, facts)
}

function deductionTold(
  context: CampusContext,
  stored: Stored<HoursAccount>,
  { mark, entry }: { readonly mark: Mark; readonly entry: LedgerEntry },
): NewEvent {
  return happened(lessonHoursDeducted, occurrenceOf(context, stored, mark), {
    ...attendanceOf(stored.value, mark),
    entryId: entry.entryId,
    centihours: mark.deduction?.centihours ?? centihours(0),
    remainingCentihours: remainingHours(stored.value),
  })
}

/**
 * Posts what a mark causes in its student's account: hours by its rule, and the reminder when few are left.
 * @param stored the account; its version as it was read, its value with what the same commit did to it before
 * @returns the account to be written and the mark with its deduction
 * Rule: E6, E7, E8.
 */
export function postMark(
  context: CampusContext,
  stored: Stored<HoursAccount>,
  posting: Posting,
): Touched & { readonly mark: Mark } {
  const { mark, policy } = posting
  const { version } = stored
  if (!mark.rule.deductsHours) return { account: stored.value, version, writes: [], events: [], mark }
  const { book, entry } = deduct(context, stored, posting)
  const deducted = { ...stored.value, book }
  const after: Mark = {
    ...mark,
    deduction: { centihours: posting.centihours, entry: entry.businessKey },
  }
  const told = deductionTold(context, { value: deducted, version }, { mark: after, entry })
  const threshold = policy.lowBalanceCentihours
  const low = tellLowBalance(context, { account: deducted, version: version + 1, threshold })
  return {
    account: low.account,
    version,
    writes: [appendEntry(context, deducted.enrollmentId, entry)],
    events: [told, ...low.events],
    mark: after,
  }
}
