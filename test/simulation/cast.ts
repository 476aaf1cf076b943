import type { CampusId, HouseholdId, Id, LeadId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Chance } from './chance.ts'
import type { Client } from './client.ts'
import type { Cloud } from './cloud.ts'

/** A family as the staff knows it. */
export interface Family {
  readonly leadId: LeadId
  readonly householdId: HouseholdId
  readonly studentId: StudentId
}

/** A seat in a class, with its price. */
export interface Seat extends Family {
  readonly enrollmentId: Id<'enrollment'>
  readonly classGroupId: Id<'classGroup'>
  readonly priceMinor: number
}

/** A class that was opened, with its lessons in order; one-to-one lessons come as they are booked. */
export interface OpenClass {
  readonly classGroupId: Id<'classGroup'>
  readonly courseId: Id<'course'>
  readonly termId: Id<'term'>
  readonly teacherId: string
  readonly kind: 'regular' | 'elite' | 'oneToOne' | 'reward'
  /** One seat in a class for whoever likes. */
  readonly isSmall: boolean
  readonly lessons: { readonly lessonId: Id<'lesson'>; readonly startsAt: string }[]
}

/** What the actors have learnt from the answers so far; they act on nothing else. */
export interface Cast {
  readonly campusId: CampusId
  readonly classes: OpenClass[]
  /** With which the partner signs what it posts to enrollment. */
  readonly secret: string
  /** Every family by the phone that it calls from. */
  readonly families: Map<string, Family>
  readonly followUps: Id<'followUp'>[]
  readonly trials: Id<'trialLesson'>[]
  readonly bookings: Id<'trialBooking'>[]
  readonly seats: Seat[]
  readonly payments: Id<'payment'>[]
  readonly marked: { readonly lessonId: Id<'lesson'>; readonly studentId: StudentId }[]
  readonly yearPlans: (Family & { readonly yearPlanId: Id<'yearPlan'> })[]
  readonly complaints: Id<'complaint'>[]
  /** What partners posted, to be posted again. */
  readonly posted: (() => void)[]
}

/** The same for another run; what partners posted went onto the bus of the cloud that they were in. */
export const copyOf = ({ posted: _, ...cast }: Cast): Cast => ({ ...structuredClone(cast), posted: [] })

/** What an actor acts with in one step. */
export interface Scene {
  readonly cloud: Cloud
  readonly cast: Cast
  readonly chance: Chance
  readonly client: Client
  /** Names what is new in this step. */
  readonly name: string
}

/** Somebody or something that acts; does nothing where there is nothing to do yet. */
export type Actor = (scene: Scene) => Promise<void>

/** One of them, or undefined where there are none. */
export const anyOf = <Choice>(chance: Chance, choices: readonly Choice[]): Choice | undefined =>
  choices.length > 0 ? chance.pick(choices) : undefined

/** Any family that ever called. */
export const anyFamily = ({ cast, chance }: Scene): Family | undefined => anyOf(chance, [...cast.families.values()])

/** Any family with a student in a class. */
export const anyEnrolled = ({ cast, chance }: Scene): Family | undefined => anyOf(chance, cast.seats)
