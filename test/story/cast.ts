import type { CampusId, HouseholdId, Id, LeadId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Chronicle } from './chronicle.ts'
import type { Teller } from './teller.ts'
import type { World } from './world.ts'

/** A family of this telling: its address and number are new each time, so that the story can be told again. */
export interface Family {
  readonly phone: string
  readonly email: string
  /** Of the guardian. */
  readonly name: string
  readonly studentName: string
  readonly leadId: LeadId
  readonly householdId: HouseholdId
  readonly studentId: StudentId
}

/** What every chapter is given. */
export interface Stage {
  readonly world: World
  readonly teller: Teller
  readonly chronicle: Chronicle
  readonly campusId: CampusId
  /** Makes this telling's people and references unlike any other's. */
  readonly nonce: string
}

/** What the middle chapters leave to the later ones. */
export interface Enrolled {
  readonly family: Family
  readonly enrollmentId: Id<'enrollment'>
  readonly classGroupId: Id<'classGroup'>
  /** The later payment, whose hours are used last. */
  readonly paymentId: Id<'payment'>
  readonly lessonIds: readonly Id<'lesson'>[]
}

/** A phone number of this telling: eleven digits, the last eight from the nonce. */
export const phoneOf = (nonce: string, at: number): string =>
  `138${String((Number.parseInt(nonce.slice(0, 7), 16) + at) % 100_000_000).padStart(8, '0')}`
