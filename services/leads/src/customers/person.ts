import type { Preferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { CampusId, GuardianId, HouseholdId, LeadId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { isSameName, type KnownContact, withContacts } from './contact.ts'
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
interface Basics {
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

const missing = (known: Basics, other: Basics): Basics => ({
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
  ...basicsOf(stated, provenance),
  version: 0,
})

/** What an inquiry adds to a student: only what nobody had said before, with its own provenance. Rule: L4. */
export const learnedOf = (student: Student, stated: StatedStudent, provenance: Provenance): Student => ({
  ...student,
  ...missing(student, basicsOf(stated, provenance)),
})

/** The student of a household who has this name. */
export const studentNamed = (students: readonly Student[], name: string): Student | undefined =>
  students.find((student) => isSameName(student.name, name))

/**
 * One student out of two records: the survivor's data count, the other's fill its gaps, and both numbers stay with it.
 * Rule: L2, L3.
 */
export const joinedStudent = (survivor: Student, merged: Student): Student => ({
  ...survivor,
  ...missing(survivor, merged),
  formerNumbers: [...new Set([...survivor.formerNumbers, merged.number, ...merged.formerNumbers])],
})

/** One guardian's contacts after an inquiry stated some. Rule: L3. */
export const guardianWith = (guardian: Guardian, stated: readonly KnownContact[]): Guardian => ({
  ...guardian,
  contacts: withContacts(guardian.contacts, stated),
})

/**
 * One household out of two: all guardians, all students but the one who turned out to be another, and whatever either
 * refused stays refused.
 * @param goneStudentId the student's record that the merge ends; undefined when both leads were of one record
 * Rule: L3, L12.
 */
export function joinedHousehold(survivor: Household, merged: Household, goneStudentId?: StudentId): Household {
  const { preferences } = survivor
  return {
    ...survivor,
    campusIds: union(survivor.campusIds, merged.campusIds),
    guardianIds: union(survivor.guardianIds, merged.guardianIds),
    studentIds: union(survivor.studentIds, merged.studentIds).filter((studentId) => studentId !== goneStudentId),
    preferences: {
      language: preferences.language,
      refusedChannels: union(preferences.refusedChannels, merged.preferences.refusedChannels),
      refusedCategories: union(preferences.refusedCategories, merged.preferences.refusedCategories),
    },
  }
}

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]
