import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { AttendanceRule } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { Language } from '@tutelage/shared/contracts/fields.ts'
import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { AmountMinor } from '@tutelage/shared/kernel/money.ts'

/** What customers read, in both languages. */
type Bilingual = Readonly<Record<Language, string>>

/** For how long learners are here: for months and years, or for one goal such as an exam. */
export type LearnerHorizon = 'longTerm' | 'shortTerm'

/** A class that teaches a course in a term. */
export interface ClassGroup {
  readonly classGroupId: Id<'classGroup'>
  readonly title: Bilingual
  readonly courseId: Id<'course'>
  readonly termId: Id<'term'>
  readonly kind: 'regular' | 'oneToOne' | 'elite' | 'reward'
  readonly teacherId: StaffId
  /** Of a class that was another's before. */
  readonly teacherSince?: Instant | undefined
  readonly roomId?: Id<'room'> | undefined
  readonly capacity: number
  readonly horizon: LearnerHorizon
  /** After this many lessons the course is completed. */
  readonly lessonCount: number
  /** Deducted for one lesson. */
  readonly centihoursPerLesson: Centihours
  /** What the teacher earns by one lesson. */
  readonly teacherRateMinor: AmountMinor
  readonly preparationNotes?: Bilingual | undefined
  /** Where the class differs from the campus's attendance policy. */
  readonly attendance?: Readonly<Partial<Record<AttendanceStatus, AttendanceRule>>> | undefined
  /** Those offered to a family that waited among them. */
  readonly seatsTaken: number
  /** Of the capacity; counted beside the taken ones, so that a seat is taken by what is true when it is. */
  readonly seatsLeft: number
  /** Families that wait for a seat: none while one is free and lessons are to come. */
  readonly waiting?: number | undefined
}

/**
 * Whether a learner belongs in a class: those who are here for long and those who are here for a short time are not mixed.
 * @returns refuses `otherHorizon` with that of the class
 * Rule: E1 (source).
 */
export const checkHorizon = (
  { horizon }: Pick<ClassGroup, 'horizon'>,
  learner: LearnerHorizon,
): Decision<LearnerHorizon, 'otherHorizon'> =>
  horizon === learner ? accept(learner) : refuse('otherHorizon', { horizon })

/** Whether a class may have so many seats; refuses `oneSeatOnly` for more than one seat of a one-to-one class. Rule: E1. */
export const checkSeats = ({ kind }: Pick<ClassGroup, 'kind'>, capacity: number): Decision<number, 'oneSeatOnly'> =>
  kind === 'oneToOne' && capacity > 1 ? refuse('oneSeatOnly', { capacity }) : accept(capacity)
