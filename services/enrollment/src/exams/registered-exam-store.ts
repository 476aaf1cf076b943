import { registeredExamReply } from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readAll, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'

const examItem = defineItem('registeredExam', registeredExamReply)
/** An exam that one student is registered for. */
export type RegisteredExam = ReturnType<typeof examItem.read>['value']

const partition = (studentId: StudentId): string => `EXAMS#${studentId}`

type ExamDay = Pick<RegisteredExam, 'studentId' | 'examId' | 'heldOn'>

const keyOf = ({ campus }: CampusContext, { studentId, examId, heldOn }: ExamDay): ItemKey =>
  campusKey(campus, partition(studentId), `${heldOn}#${examId}`)

export const addRegisteredExam = (context: CampusContext, exam: RegisteredExam): Write =>
  examItem.write(keyOf(context, exam), exam, { version: 0 })

/** The exam of the calendar that a student is registered for has another day or name; one writer follows it, for all students. */
export function moveRegisteredExam(
  context: CampusContext,
  from: LocalDate,
  { examId, studentId, name, subject, heldOn }: RegisteredExam,
): readonly Write[] {
  const exam = { examId, studentId, name, subject, heldOn }
  const write = examItem.write(keyOf(context, exam), exam, { version: 0 })
  const put: Write = write.op === 'put' ? { ...write, when: 'always' } : write
  return from === heldOn
    ? [put]
    : [{ op: 'delete', key: keyOf(context, { ...exam, heldOn: from }), when: 'present' }, put]
}

/** The exams of a student that are held from one day to another, by day. */
export async function loadRegisteredExams(
  { table, campus }: CampusContext,
  studentId: StudentId,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<readonly RegisteredExam[]> {
  const pk = campusPartition(campus, partition(studentId))
  // `$` is the next character after `#`: the whole last day is within.
  return (await readAll(table, examItem, { pk, sk: { from, to: `${to}$` } })).map(({ value }) => value)
}

export const listRegisteredExams = ({ table, campus }: CampusContext, studentId: StudentId, page: PageRequest) =>
  readPage(table, examItem, { pk: campusPartition(campus, partition(studentId)), ...page })
