import type { Language } from '@tutelage/shared/contracts/fields.ts'
import type { Preferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { Recipient } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { assertNever } from '@tutelage/shared/kernel/assert-never.ts'
import type { HouseholdId, StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { findConsultant } from '../assignment/consultant-store.ts'
import { findLead } from '../pipeline/lead-store.ts'
import { findStaffMember } from '../staff/staff-store.ts'
import { type Family, findFamily, findStudent } from './customer-store.ts'
import type { Guardian, Student } from './person.ts'

/** A family that a message is for, with all that decides whether and how it goes out. */
interface FamilyRecipient {
  readonly kind: 'family'
  readonly householdId: HouseholdId
  readonly mergedHouseholdIds: readonly HouseholdId[]
  /** The guardian who is written to: the first with a confirmed address, otherwise the first. */
  readonly guardianName: string
  /** Of the student that it is about; the only one's where the recipient names none. */
  readonly studentName: string | undefined
  /** Absent when no guardian has a confirmed address. */
  readonly email: string | undefined
  readonly language: Language
  readonly preferences: Preferences
  /** Of the preferences; 0 when nobody set any. */
  readonly preferencesVersion: number
}

/** A member of staff that a message is for. */
interface StaffRecipient {
  readonly kind: 'staff'
  readonly staffId: StaffId
  readonly name: string
  readonly email: string
  readonly language: Language
}

export type FoundRecipient = FamilyRecipient | StaffRecipient

/** A confirmed address of a guardian. */
const emailOf = (guardian: Guardian): string | undefined =>
  guardian.contacts.find(({ kind, confirmed }) => kind === 'email' && confirmed)?.value

function familyRecipient({ household, guardians, students }: Family, student?: Student): FamilyRecipient | undefined {
  const guardian = guardians.find((one) => emailOf(one) !== undefined) ?? guardians[0]
  if (!guardian) return undefined
  const about = student ?? (students.length === 1 ? students[0] : undefined)
  const { householdId, mergedHouseholdIds, preferences, preferencesVersion } = household
  return {
    kind: 'family',
    householdId,
    mergedHouseholdIds,
    guardianName: guardian.name.value,
    studentName: about?.name.value,
    email: emailOf(guardian),
    language: preferences.language,
    preferences,
    preferencesVersion,
  }
}

async function findHouseholdRecipient(context: CampusContext, householdId: HouseholdId, studentId?: StudentId) {
  const family = await findFamily(context, householdId)
  if (!family) return undefined
  const student = studentId && (await findMergedStudent(context, studentId))
  return familyRecipient(family, student)
}

/** The student's record, or the one that it was merged into. */
async function findMergedStudent(context: CampusContext, studentId: StudentId): Promise<Student | undefined> {
  const student = await findStudent(context, studentId)
  return student?.mergedInto ? findMergedStudent(context, student.mergedInto) : student
}

async function findStaffRecipient(context: CampusContext, staffId: StaffId): Promise<StaffRecipient | undefined> {
  const member = (await findStaffMember(context, staffId)) ?? (await findConsultant(context, staffId))
  if (!member) return undefined
  const { name, email, language } = member.value
  return { kind: 'staff', staffId, name, email, language }
}

/**
 * Who is behind the id that a message is addressed to: names, address, language, preferences. Follows merges.
 * @returns undefined when nobody of this campus has that id
 * Rule: Contact preference, L12.
 */
export async function findRecipient(context: CampusContext, recipient: Recipient): Promise<FoundRecipient | undefined> {
  if ('staffId' in recipient) return findStaffRecipient(context, recipient.staffId)
  if ('householdId' in recipient) return findHouseholdRecipient(context, recipient.householdId)
  if ('studentId' in recipient) {
    const student = await findMergedStudent(context, recipient.studentId)
    return student && findHouseholdRecipient(context, student.householdId, student.studentId)
  }
  if ('leadId' in recipient) {
    const lead = await findLead(context, recipient.leadId)
    return lead && findHouseholdRecipient(context, lead.householdId, lead.studentId)
  }
  return assertNever(recipient)
}
