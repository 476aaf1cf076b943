import { applicationField } from '@tutelage/shared/contracts/enrollment/elite-routes.ts'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { Item, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import { type Application, onePerStudent } from './application.ts'

/** Names the seats in elite classes that nobody took in time. */
export const eliteSeatJob = 'elite-seats'

/** More than so many apply for no class; each may be told in one transaction with all others. */
export const mostApplications = 80

/** All who applied for a class: whoever is admitted, declines or enrolls at the same time as another meets them here. */
const admissionItem = defineItem('eliteAdmission', () =>
  z.object({ classGroupId: idField('classGroup'), applications: z.array(applicationField()) }),
)

/** That a student applied for a class: by it the application is found when they turn out to be somebody else. */
const applicantItem = defineItem('eliteApplicant', () =>
  z.object({ studentId: idField('student'), classGroupId: idField('classGroup') }),
)

/** Who applied for a class. */
export interface Admission {
  readonly classGroupId: Id<'classGroup'>
  readonly applications: readonly Application[]
}

const admissionKey = ({ campus }: CampusContext, classGroupId: Id<'classGroup'>): ItemKey =>
  campusKey(campus, `CLASSGROUP#${classGroupId}`, 'ADMISSION')

/** Nobody, at version 0, before the first applies. */
export async function loadAdmission(
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
): Promise<Stored<Admission>> {
  const stored = admissionItem.find(await context.table.get(admissionKey(context, classGroupId)))
  return stored ?? { value: { classGroupId, applications: [] }, version: 0 }
}

/** The admission that the due index points to. */
export const findAdmissionAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<Admission> | undefined> => admissionItem.find(await table.get({ pk, sk }))

const storable = (applications: readonly Application[]) =>
  applications.map((each) => ({ ...each, state: { ...each.state } }))

/** The applications of a class, in which one student may have two names now, with one application of each student. */
export const joinApplications = (item: Item): Item => ({
  ...item,
  applications: storable(onePerStudent(admissionItem.read(item).value.applications)),
})

/** Stores who applied; due when the first of the seats that are kept is to be taken. */
export function writeAdmission(context: CampusContext, { value, version }: Stored<Admission>): Write {
  const { classGroupId, applications } = value
  const key = admissionKey(context, classGroupId)
  const [first] = applications.flatMap(({ state }) => (state.status === 'admitted' ? [state.expiresAt] : [])).sort()
  const indexes = first && dueAttributes(context.campus, { job: eliteSeatJob, at: first, key })
  return admissionItem.write(
    key,
    { classGroupId, applications: storable(applications) },
    { version, ...(indexes && { indexes }) },
  )
}

/** Notes a student's first application for a class. */
export const addApplicant = (
  { campus }: CampusContext,
  applicant: { readonly studentId: StudentId; readonly classGroupId: Id<'classGroup'> },
): Write =>
  applicantItem.write(campusKey(campus, `APPLICATIONSOF#${applicant.studentId}`, applicant.classGroupId), applicant, {
    version: 0,
  })
