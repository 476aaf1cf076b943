import type { CampusId, HouseholdId, Id, LeadId, PartnerId, StudentId } from '@tutelage/shared/kernel/ids.ts'

/** A family whose lead the campus's consultant has. */
export interface Family {
  readonly leadId: LeadId
  readonly householdId: HouseholdId
  readonly studentId: StudentId
}

/** An enrolled family, its place and what it paid. */
export interface Enrolled extends Family {
  readonly enrollmentId: Id<'enrollment'>
  readonly paymentId: Id<'payment'>
}

/** A partner of one campus, registered at the services that take partners' events, with its secret at each. */
export interface Partner {
  readonly partnerId: PartnerId
  readonly secrets: Readonly<Record<PartnerService, string>>
}
export type PartnerService = 'leads' | 'enrollment' | 'feedback'

/** What stands in a campus when its school opens. Its staff is `stf_<campus>-<role>`, one of each role. */
export interface Standing {
  readonly campusId: CampusId
  readonly courseId: Id<'course'>
  readonly termId: Id<'term'>
  /** A class of the campus's teacher; one student sits in it. */
  readonly classGroupId: Id<'classGroup'>
  /** The lessons of that class in order; none has begun. */
  readonly lessonIds: readonly [Id<'lesson'>, Id<'lesson'>, ...Id<'lesson'>[]]
  /** Has called, and nothing more. */
  readonly prospect: Family
  /** Sits in the class and has paid everything. */
  readonly enrolled: Enrolled
  readonly partner: Partner
}

/** The two campuses of a school. */
export interface Campuses {
  readonly east: Standing
  readonly west: Standing
}
