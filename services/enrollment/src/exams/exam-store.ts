import { examReply } from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import { idField, localDateField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'

/** The due job that moves what students are registered for along with an exam. */
export const moveJob = 'move-registrations'

const examItem = defineItem('exam', () =>
  examReply().extend({
    /** After whom to go on, while those who are registered follow a change; absent when all have. */
    movedUpTo: z.string().optional(),
  }),
)
export type Exam = ReturnType<typeof examItem.read>['value']
/** Who is registered, and for which day the student's own item says so. */
const registrationItem = defineItem('examRegistration', () =>
  z.object({
    examId: idField('exam'),
    studentId: idField('student'),
    householdId: idField('household'),
    heldOn: localDateField(),
  }),
)
export type Registration = ReturnType<typeof registrationItem.read>['value']
/** A student's score in an exam counts once. */
const scoreItem = defineItem('examScore', () => z.object({ gradeId: idField('grade') }))

const partition = (examId: Id<'exam'>): string => `EXAM#${examId}`
const examKey = ({ campus }: CampusContext, examId: Id<'exam'>): ItemKey => campusKey(campus, partition(examId), 'EXAM')
const ofStudent = ({ campus }: CampusContext, kind: string, examId: Id<'exam'>, studentId: StudentId): ItemKey =>
  campusKey(campus, partition(examId), `${kind}#${studentId}`)

/** @throws NotFound when the calendar has no such exam */
export async function readExam(context: CampusContext, examId: Id<'exam'>): Promise<Stored<Exam>> {
  const stored = examItem.find(await context.table.get(examKey(context, examId)))
  if (!stored) throw new NotFound('exam')
  return stored
}

/** The exam that the due index points to. */
export const findExamAt = async ({ table }: CampusContext, { pk, sk }: ItemKey): Promise<Stored<Exam> | undefined> =>
  examItem.find(await table.get({ pk, sk }))

/** @param version as it was read, or 0 for a new exam; one whose students have yet to follow is due at once */
export function writeExam(context: CampusContext, { value: exam, version }: Stored<Exam>): Write {
  const key = examKey(context, exam.examId)
  const indexes = {
    lookupPk: campusPartition(context.campus, 'EXAMS'),
    lookupSk: `${exam.heldOn}#${exam.examId}`,
    ...(exam.movedUpTo !== undefined && dueAttributes(context.campus, { job: moveJob, at: context.now, key })),
  }
  return examItem.write(key, exam, { version, indexes })
}

/** The commit fails when the exam was changed since it was read. */
export const checkExam = (context: CampusContext, { value, version }: Stored<Exam>): Write => ({
  op: 'check',
  key: examKey(context, value.examId),
  when: { version },
})

/** One page of the exams from one day to another, by day; it may be a moment behind. */
export const listExams = (
  { table, campus }: CampusContext,
  { from, to, ...page }: PageRequest & { readonly from?: LocalDate | undefined; readonly to?: LocalDate | undefined },
) => {
  // `$` is the next character after `#`: the whole last day is within.
  const sk = { from: from ?? '0', to: `${to ?? '9999-12-31'}$` }
  return readPage(table, examItem, { index: 'lookup', pk: campusPartition(campus, 'EXAMS'), sk, ...page })
}

export const findRegistration = async (context: CampusContext, examId: Id<'exam'>, studentId: StudentId) =>
  registrationItem.find(await context.table.get(ofStudent(context, 'REGISTERED', examId, studentId)))

/** @param version as it was read, or 0 for a new registration */
export const writeRegistration = (context: CampusContext, registration: Registration, version: number): Write =>
  registrationItem.write(ofStudent(context, 'REGISTERED', registration.examId, registration.studentId), registration, {
    version,
  })

export const listRegistrations = ({ table, campus }: CampusContext, examId: Id<'exam'>, page: PageRequest) =>
  readPage(table, registrationItem, {
    pk: campusPartition(campus, partition(examId)),
    sk: { beginsWith: 'REGISTERED#' },
    ...page,
  })

/** The next who are registered after a student, by their ids. */
export async function registeredAfter(
  { table, campus }: CampusContext,
  examId: Id<'exam'>,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly Stored<Registration>[]> {
  // A space is the character before all that an id is written with: the student itself is not found again.
  const sk = { from: `REGISTERED#${after} `, to: 'REGISTERED$' }
  const pk = campusPartition(campus, partition(examId))
  return (await readPage(table, registrationItem, { pk, sk, limit })).items
}

export const findScore = async (context: CampusContext, examId: Id<'exam'>, studentId: StudentId) =>
  scoreItem.find(await context.table.get(ofStudent(context, 'SCORE', examId, studentId)))

export const addScore = (
  context: CampusContext,
  examId: Id<'exam'>,
  { studentId, gradeId }: { readonly studentId: StudentId; readonly gradeId: Id<'grade'> },
): Write => scoreItem.write(ofStudent(context, 'SCORE', examId, studentId), { gradeId }, { version: 0 })
