import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { AttendanceRule } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { Language } from '@tutelage/shared/contracts/fields.ts'
import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { Id, StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { AmountMinor } from '@tutelage/shared/kernel/money.ts'

/** What customers read, in both languages. */
type Bilingual = Readonly<Record<Language, string>>

/** A class that teaches a course in a term. */
export interface ClassGroup {
  readonly classGroupId: Id<'classGroup'>
  readonly title: Bilingual
  readonly courseId: Id<'course'>
  readonly termId: Id<'term'>
  readonly kind: 'regular' | 'oneToOne' | 'elite' | 'reward'
  readonly teacherId: StaffId
  readonly capacity: number
  /** After this many lessons the course is completed. */
  readonly lessonCount: number
  /** Deducted for one lesson. */
  readonly centihoursPerLesson: Centihours
  /** What the teacher earns by one lesson. */
  readonly teacherRateMinor: AmountMinor
  readonly preparationNotes?: Bilingual | undefined
  /** Where the class differs from the campus's attendance policy. */
  readonly attendance?: Readonly<Partial<Record<AttendanceStatus, AttendanceRule>>> | undefined
  readonly seatsTaken: number
}
