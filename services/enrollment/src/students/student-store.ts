import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Student } from './student.ts'

const studentItem = defineItem('student', () =>
  z.object({
    studentId: idField('student'),
    householdId: idField('household'),
    leadId: idField('lead'),
    mergedLeadIds: z.array(idField('lead')).readonly(),
    mergedStudentIds: z.array(idField('student')).readonly().default([]),
    mergedInto: idField('student').optional(),
  }),
)

const studentKey = ({ campus }: CampusContext, studentId: StudentId) =>
  campusKey(campus, `STUDENT#${studentId}`, 'STUDENT')

/** More merges in a row than this are a circle. */
const mostMerges = 20

/** Exactly this student, merged or not. */
export const findStudent = async (context: CampusContext, studentId: StudentId): Promise<Stored<Student> | undefined> =>
  studentItem.find(await context.table.get(studentKey(context, studentId)))

/**
 * The student, or the one that it was merged into.
 * @throws NotFound when leads never told of one in this campus
 */
export async function loadStudent(context: CampusContext, studentId: StudentId): Promise<Student> {
  let next = studentId
  for (let step = 0; step < mostMerges; step += 1) {
    const student = (await findStudent(context, next))?.value
    if (!student) throw new NotFound('student')
    if (!student.mergedInto) return student
    next = student.mergedInto
  }
  throw new Error('a student is merged in a circle')
}

/**
 * Every id of one student: the survivor's, and those of the students that turned out to be them. What they have may stand under any.
 * @throws NotFound when leads never told of one in this campus
 * Rule: L3.
 */
export async function studentIdsOf(context: CampusContext, studentId: StudentId): Promise<readonly StudentId[]> {
  const { studentId: survivor, mergedStudentIds } = await loadStudent(context, studentId)
  const ids = new Set([survivor, ...mergedStudentIds])
  for (const id of ids) {
    const merged = id === survivor ? undefined : await findStudent(context, id)
    for (const each of merged?.value.mergedStudentIds ?? []) ids.add(each)
  }
  return [...ids]
}

/** The write that stores a student as it is now; none when nothing changed. */
export function writeStudent(context: CampusContext, before: Stored<Student> | undefined, student: Student): Write[] {
  if (before && JSON.stringify(before.value) === JSON.stringify(student)) return []
  return [studentItem.write(studentKey(context, student.studentId), student, { version: before?.version ?? 0 })]
}
