import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { AttendancePolicy, AttendanceRule } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { BusinessKey } from '@tutelage/shared/ledger/entry.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { MissedLesson } from '../make-up/guest-store.ts'
import type { MakeUpCredit } from '../make-up/make-up-credit.ts'

/** How a student was in a lesson, and what that caused. Rule: E6. */
export interface Mark {
  readonly lessonId: Id<'lesson'>
  readonly enrollmentId: Id<'enrollment'>
  readonly studentId: StudentId
  readonly startsAt: Instant
  readonly status: AttendanceStatus
  /** As it was applied: a later change of the policy changes nothing. */
  readonly rule: AttendanceRule
  /** What the mark deducts now, with the entry that did. */
  readonly deduction?: { readonly centihours: Centihours; readonly entry: BusinessKey } | undefined
  /** That the lesson may be made up, and what became of it. */
  readonly makeUp?: MakeUpCredit | undefined
  /** The lesson that a guest makes up by this one. */
  readonly makesUp?: MissedLesson | undefined
  readonly markedAt: Instant
  readonly markedBy: { readonly kind: string; readonly id: string }
  /** 1 when first marked, one more with each correction. */
  readonly revision: number
}

/** What a status means in this class: its own rule, or the campus's. Rule: E6. */
export const ruleOf = (
  status: AttendanceStatus,
  { statuses }: AttendancePolicy,
  { attendance }: ClassGroup,
): AttendanceRule => attendance?.[status] ?? statuses[status]

/** A mark as it is shown. */
export const markView = ({
  studentId,
  enrollmentId,
  status,
  deduction,
  makeUp,
  makesUp,
  markedAt,
  revision,
}: Mark) => ({
  studentId,
  enrollmentId,
  status,
  deductedCentihours: deduction?.centihours ?? centihours(0),
  makeUpGranted: makeUp !== undefined && makeUp.status !== 'takenBack',
  ...(makesUp && { makesUpLessonId: makesUp.lessonId }),
  markedAt,
  revision,
})
