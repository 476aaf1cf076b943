import type { Preferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { CampusId, GuardianId, HouseholdId, LeadId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { type KnownContact, withContacts } from './contact.ts'
import { collected, collectedIfStated, type Datum, type Provenance } from './provenance.ts'

/** A family. `version` 0 means not stored yet. Rule: L1. */
export interface Household {
  readonly householdId: HouseholdId
  /** Those that may see it. */
  readonly campusIds: readonly CampusId[]
  readonly guardianIds: readonly GuardianId[]
  readonly studentIds: readonly StudentId[]
  readonly preferences: Preferences
  /** Of the preferences alone; 0 until somebody sets them. */
  readonly preferencesVersion: number
  /** Households that turned out to be this one: what others still tell of them concerns this one. */
  readonly mergedHouseholdIds: readonly HouseholdId[]
  /** The household that this one turned out to be. */
  readonly mergedInto?: HouseholdId | undefined
  readonly version: number
}

/** Who pays and decides. Rule: L1. */
export interface Guardian {
  readonly guardianId: GuardianId
  readonly householdId: HouseholdId
  readonly name: Datum<string>
  readonly contacts: readonly KnownContact[]
  readonly version: number
}

/** Basic data of a student that may be unknown. */
export interface Basics {
  readonly sex?: Datum<'female' | 'male'> | undefined
  readonly birthDate?: Datum<LocalDate> | undefined
  readonly school?: Datum<string> | undefined
  readonly grade?: Datum<string> | undefined
}

/** Who learns. Rule: L1, L2. */
export interface Student extends Basics {
  readonly studentId: StudentId
  readonly householdId: HouseholdId
  /** The lead that brought the student. */
  readonly leadId: LeadId
  /** For life, see `studentNumber`. */
  readonly number: string
  /** Of students who turned out to be this one; never given to anybody else. */
  readonly formerNumbers: readonly string[]
  readonly name: Datum<string>
  /** As others called the student whose record was merged into this one. */
  readonly otherNames: readonly Datum<string>[]
  readonly mergedInto?: StudentId | undefined
  readonly version: number
}

/** A student as an inquiry states them. */
export interface StatedStudent {
  readonly name: string
  readonly sex?: 'female' | 'male' | undefined
  readonly birthDate?: LocalDate | undefined
  readonly school?: string | undefined
  readonly grade?: string | undefined
}

function basicsOf(stated: StatedStudent, provenance: Provenance): Basics {
  return {
    sex: collectedIfStated(stated.sex, provenance),
    birthDate: collectedIfStated(stated.birthDate, provenance),
    school: collectedIfStated(stated.school, provenance),
    grade: collectedIfStated(stated.grade, provenance),
  }
}

/** What is known, its gaps filled from another source. Rule: L4. */
export const withGapsFilled = (known: Basics, other: Basics): Basics => ({
  sex: known.sex ?? other.sex,
  birthDate: known.birthDate ?? other.birthDate,
  school: known.school ?? other.school,
  grade: known.grade ?? other.grade,
})

/** What identifies a student who is new to us. */
export type NewStudent = Pick<Student, 'studentId' | 'householdId' | 'leadId' | 'number'>

/** A student who is new to us, each datum with its provenance. Rule: L1, L4. */
export const newStudent = (ids: NewStudent, stated: StatedStudent, provenance: Provenance): Student => ({
  ...ids,
  formerNumbers: [],
  name: collected(stated.name, provenance),
  otherNames: [],
  ...basicsOf(stated, provenance),
  version: 0,
})

const basicNames = ['sex', 'birthDate', 'school', 'grade'] as const

/**
 * What an inquiry adds to a student: only what nobody had said before, with its own provenance.
 * @returns the same student when it adds nothing
 * Rule: L4.
 */
export function learnedOf(student: Student, stated: StatedStudent, provenance: Provenance): Student {
  const basics = basicsOf(stated, provenance)
  const isNews = basicNames.some((name) => basics[name] && !student[name])
  return isNews ? { ...student, ...withGapsFilled(student, basics) } : student
}

const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')

/** True when two people wrote the same name, whatever the width of its letters, case and spaces. */
export const isSameName = (a: Datum<string>, b: string): boolean => nameKey(a.value) === nameKey(b)

/** The student of a household who has this name, or was known by it. */
export const studentNamed = (students: readonly Student[], name: string): Student | undefined =>
  students.find((student) => [student.name, ...student.otherNames].some((known) => isSameName(known, name)))

/** A guardian after an inquiry stated contacts; the same when it states nothing new. Rule: L3. */
export function guardianWith(guardian: Guardian, stated: readonly KnownContact[]): Guardian {
  const contacts = withContacts(guardian.contacts, stated)
  return contacts === guardian.contacts ? guardian : { ...guardian, contacts }
}
