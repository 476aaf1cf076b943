import { createHash } from 'node:crypto'
import { problemOfRefusal } from '@tutelage/shared/contracts/enrollment/import-problems.ts'
import { type bringRows, findKnownNumbers } from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import { captureLead } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import type * as z from 'zod'
import { type Api, ImportStopped } from './api.ts'
import type { FileRow } from './read-rows.ts'
import { readStudent, type StudentRow } from './student-row.ts'

type SentRow = z.input<typeof bringRows.body>['rows'][number]

/** Which file, as far as its students are concerned. */
interface StudentFile {
  readonly campusId: string
  readonly dryRun: boolean
}

/** So many requests to leads at once. */
const atOnce = 8

/** The same student of the same school under the same key, whoever sends it again. */
const keyOf = (campusId: string, student: Extract<StudentRow, { ok: true }>): string =>
  createHash('sha256')
    .update(JSON.stringify([campusId, student.number, student.body]))
    .digest('hex')

async function knownOf(api: Api, { campusId }: StudentFile, students: readonly StudentRow[]) {
  const numbers = [...new Set(students.flatMap((student) => (student.ok ? [student.number] : [])))]
  if (numbers.length === 0) return new Set<string>()
  const answer = await api(findKnownNumbers, { params: { campusId }, body: { kind: 'students', numbers } })
  if (!answer.ok) throw new ImportStopped(answer.code)
  return new Set(answer.reply.numbers)
}

async function capture(api: Api, { campusId }: StudentFile, student: Extract<StudentRow, { ok: true }>) {
  const { number, body } = student
  const idempotencyKey = keyOf(campusId, student)
  const answer = await api(captureLead, { params: { campusId }, body, idempotencyKey })
  if (answer.ok) return { cells: { studentNumber: number, studentId: answer.reply.studentId } }
  return { problems: [problemOfRefusal(answer.code)] }
}

/**
 * Tells leads of students, and what is to be told to enrollment then: the school's own number with the student's id, or why leads
 * took no student. A student whose number came in before is not told again; in a dry run nobody is.
 */
export async function bringStudents(api: Api, file: StudentFile, rows: readonly FileRow[]): Promise<SentRow[]> {
  const students = rows.map(readStudent)
  const known = await knownOf(api, file, students)
  const sent: SentRow[] = []
  // Two rows of one number in one batch: the second is only told of, and found to be a twin.
  const told = new Set(known)
  const act = (student: StudentRow): SentRow | Promise<SentRow> => {
    if (!student.ok) return { problems: [...student.problems] }
    const studentNumber = student.number
    if (file.dryRun || told.has(studentNumber)) return { cells: { studentNumber } }
    told.add(studentNumber)
    return capture(api, file, student)
  }
  for (let from = 0; from < students.length; from += atOnce) {
    sent.push(...(await Promise.all(students.slice(from, from + atOnce).map(act))))
  }
  return sent
}
