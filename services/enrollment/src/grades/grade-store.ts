import { createHash } from 'node:crypto'
import { gradeReply } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readAll, readPage, type StoredPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import { readMany } from '../timetable/read-many.ts'
import type { Grade } from './grade.ts'

const gradeItem = defineItem('grade', gradeReply)
/** Two who record grades of one subject at the same time meet here, so that each compares with the other's. */
const subjectItem = defineItem('gradedSubject', () => z.object({ grades: z.int() }))

/** What a sort key holds beside `GRADE#`, the day and the id. */
const longestSubjectKey = 976

/** One subject however it is written: `English ` is `english`. One that no sort key would hold is named by its digest. */
export function subjectKey(subject: string): string {
  const key = encodeURIComponent(subject.normalize('NFKC').trim().toLowerCase())
  // `=` begins no other key: it would be encoded.
  return key.length <= longestSubjectKey ? key : `=${createHash('sha256').update(key).digest('base64url')}`
}

const partition = (studentId: StudentId): string => `GRADES#${studentId}`
/** What names a grade for good: a correction leaves it as it is. */
type GradeName = Pick<Grade, 'studentId' | 'subject' | 'heldOn' | 'gradeId'>
const gradeKey = ({ campus }: CampusContext, { studentId, subject, heldOn, gradeId }: GradeName): ItemKey =>
  campusKey(campus, partition(studentId), `GRADE#${subjectKey(subject)}#${heldOn}#${gradeId}`)
const guardKey = ({ campus }: CampusContext, { studentId, subject }: Grade): ItemKey =>
  campusKey(campus, partition(studentId), `SUBJECT#${subjectKey(subject)}`)

/** Every grade of a student in a subject, in no order; bounded by the exams of a school life. */
export async function loadGrades(
  { table, campus }: CampusContext,
  studentId: StudentId,
  subject: string,
): Promise<readonly Stored<Grade>[]> {
  const pk = campusPartition(campus, partition(studentId))
  return readAll(table, gradeItem, { pk, sk: { beginsWith: `GRADE#${subjectKey(subject)}#` } })
}

/** Every grade of a student; bounded by the exams of a school life. */
export const loadAllGrades = (
  { table, campus }: CampusContext,
  studentId: StudentId,
): Promise<readonly Stored<Grade>[]> =>
  readAll(table, gradeItem, { pk: campusPartition(campus, partition(studentId)), sk: { beginsWith: 'GRADE#' } })

/** Those of some grades that stand where they are named; not the ones that are just moving to a student's other id. */
export async function findGrades(context: CampusContext, names: readonly GradeName[]): Promise<readonly Grade[]> {
  const keys = names.map((name) => gradeKey(context, name))
  return (await readMany(context.table, keys)).flatMap((item) => gradeItem.find(item)?.value ?? [])
}

/** @param version as it was read, or 0 for a new grade */
export const writeGrade = (context: CampusContext, grade: Grade, version: number): Write =>
  gradeItem.write(gradeKey(context, grade), grade, { version })

/** Counts a grade of a subject; to be read before its grades are, and written with the new one. */
export async function loadSubject(context: CampusContext, grade: Grade): Promise<Write> {
  const stored = subjectItem.find(await context.table.get(guardKey(context, grade)))
  const { value, version } = stored ?? { value: { grades: 0 }, version: 0 }
  return subjectItem.write(guardKey(context, grade), { grades: value.grades + 1 }, { version })
}

/** One page of a student's grades, subject by subject, oldest first. */
export const listGradesOf = (
  { table, campus }: CampusContext,
  studentId: StudentId,
  { subject, ...page }: PageRequest & { readonly subject?: string | undefined },
): Promise<StoredPage<Grade>> => {
  const beginsWith = subject === undefined ? 'GRADE#' : `GRADE#${subjectKey(subject)}#`
  return readPage(table, gradeItem, { pk: campusPartition(campus, partition(studentId)), sk: { beginsWith }, ...page })
}
