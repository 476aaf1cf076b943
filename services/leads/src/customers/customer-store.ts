import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { channelField, idField, instantField, localDateField } from '@tutelage/shared/contracts/fields.ts'
import { preferencesField } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { lawfulBasisField } from '@tutelage/shared/contracts/leads/lead-fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { chainKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { GuardianId, HouseholdId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Guardian, Household, Student } from './person.ts'

/** As items keep the provenance of a datum. */
export const provenanceItem = whenAsked(() =>
  z.object({
    collectedAt: instantField(),
    channel: channelField(),
    collectedBy: z.object({ kind: z.string(), id: z.string() }),
    lawfulBasis: lawfulBasisField(),
    consentedAt: instantField().optional(),
  }),
)
const datum = <Value extends z.ZodType>(value: Value) => z.object({ value, provenance: provenanceItem() })

const householdItem = defineItem('household', () =>
  z.object({
    householdId: idField('household'),
    campusIds: z.array(idField('campus')).readonly(),
    guardianIds: z.array(idField('guardian')).readonly(),
    studentIds: z.array(idField('student')).readonly(),
    preferences: preferencesField(),
    preferencesVersion: z.int(),
    mergedHouseholdIds: z.array(idField('household')).readonly().default([]),
    mergedInto: idField('household').optional(),
  }),
)
const guardianItem = defineItem('guardian', () =>
  z.object({
    guardianId: idField('guardian'),
    householdId: idField('household'),
    name: datum(z.string()),
    contacts: z
      .array(
        z.object({
          kind: z.enum(['phone', 'email']),
          value: z.string(),
          confirmed: z.boolean(),
          provenance: provenanceItem(),
        }),
      )
      .readonly(),
  }),
)
const studentItem = defineItem('student', () =>
  z.object({
    studentId: idField('student'),
    householdId: idField('household'),
    leadId: idField('lead'),
    number: z.string(),
    formerNumbers: z.array(z.string()).readonly(),
    name: datum(z.string()),
    otherNames: z.array(datum(z.string())).readonly(),
    sex: datum(z.enum(['female', 'male'])).optional(),
    birthDate: datum(localDateField()).optional(),
    school: datum(z.string()).optional(),
    grade: datum(z.string()).optional(),
    mergedInto: idField('student').optional(),
  }),
)
const numberItem = defineItem('studentNumber', () => z.object({ studentId: idField('student') }))

// Persons belong to the chain: a household may use several campuses. Who may see them is checked in `visible`.
const householdKey = ({ scope }: CampusContext, id: HouseholdId): ItemKey =>
  chainKey(scope, `HOUSEHOLD#${id}`, 'HOUSEHOLD')
const guardianKey = ({ scope }: CampusContext, id: GuardianId): ItemKey => chainKey(scope, `GUARDIAN#${id}`, 'GUARDIAN')
const studentKey = ({ scope }: CampusContext, id: StudentId): ItemKey => chainKey(scope, `STUDENT#${id}`, 'STUDENT')
const numberKey = ({ scope }: CampusContext, number: string): ItemKey =>
  chainKey(scope, `STUDENT_NUMBER#${number}`, 'CLAIM')

/** A household and everybody in it. */
export interface Family {
  readonly household: Household
  readonly guardians: readonly Guardian[]
  readonly students: readonly Student[]
}

/** Long enough for any real family, short enough that a defect does not run for ever. */
const mergesMax = 20

/**
 * The household, or the one that it was merged into.
 * @returns undefined when there is none, or the campus of the context is none of its campuses
 */
export async function findHousehold(context: CampusContext, id: HouseholdId): Promise<Household | undefined> {
  let next = id
  for (let step = 0; step < mergesMax; step += 1) {
    const stored = householdItem.find(await context.table.get(householdKey(context, next)))
    if (!stored?.value.campusIds.includes(context.campus.campusId)) return undefined
    if (!stored.value.mergedInto) return { ...stored.value, version: stored.version }
    next = stored.value.mergedInto
  }
  throw new Error('a household is merged in a circle')
}

/** The household, or the one that it was merged into, with everybody in it. */
export async function findFamily(context: CampusContext, id: HouseholdId): Promise<Family | undefined> {
  const household = await findHousehold(context, id)
  if (!household) return undefined
  const { guardianIds, studentIds } = household
  const keys = [
    ...guardianIds.map((guardianId) => guardianKey(context, guardianId)),
    ...studentIds.map((studentId) => studentKey(context, studentId)),
  ]
  const items = await context.table.getMany(keys)
  const guardians = items.slice(0, guardianIds.length).flatMap((item) => {
    const stored = guardianItem.find(item)
    return stored ? [{ ...stored.value, version: stored.version }] : []
  })
  const students = items.slice(guardianIds.length).flatMap((item) => {
    const stored = studentItem.find(item)
    return stored ? [{ ...stored.value, version: stored.version }] : []
  })
  return { household, guardians, students }
}

/** The student's own record, also when it was merged into another; whose campus it is the household says. */
export async function findStudent(context: CampusContext, id: StudentId): Promise<Student | undefined> {
  const stored = studentItem.find(await context.table.get(studentKey(context, id)))
  return stored && { ...stored.value, version: stored.version }
}

export const writeHousehold = (context: CampusContext, household: Household): Write =>
  householdItem.write(householdKey(context, household.householdId), household, household)

export const writeGuardian = (context: CampusContext, guardian: Guardian): Write =>
  guardianItem.write(guardianKey(context, guardian.guardianId), guardian, guardian)

export const writeStudent = (context: CampusContext, student: Student): Write =>
  studentItem.write(studentKey(context, student.studentId), student, student)

/** Claims the number of a new student for ever; fails when any student of the chain has or had it. Rule: L2. */
export const claimNumber = (context: CampusContext, { number, studentId }: Student): Write =>
  numberItem.write(numberKey(context, number), { studentId }, { version: 0 })
