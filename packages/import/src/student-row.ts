import { studentCells } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import {
  cellProblems,
  type ImportProblem,
  problemOfRefusal,
} from '@tutelage/shared/contracts/enrollment/import-problems.ts'
import { captureLead } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import type * as z from 'zod'
import { type FileRow, unreadableCells } from './read-rows.ts'

/** A student as leads are told, under the school's own number; or what is wrong with the row. */
export type StudentRow =
  | { readonly ok: true; readonly number: string; readonly body: z.input<typeof captureLead.body> }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] }

/** Which column says what leads find malformed. */
const columnOf: Readonly<Record<string, string>> = {
  'guardian.phone': 'guardianPhone',
  'guardian.email': 'guardianEmail',
}

/** Reads a row of students. Contacts leave it for leads alone: problems name columns and never what stands in them. */
export function readStudent(cells: FileRow): StudentRow {
  const unreadable = unreadableCells(cells)
  if (unreadable.length > 0) return { ok: false, problems: unreadable }
  const read = studentCells().safeParse(cells)
  if (!read.success) return { ok: false, problems: cellProblems(cells, read.error) }
  const { studentNumber, studentName, sex, birthDate, school, grade, ...guardian } = read.data
  const { guardianName, guardianPhone: phone, guardianEmail: email, guardianLanguage: language } = guardian
  if (!phone && !email) return { ok: false, problems: [problemOfRefusal('contactMissing')] }
  const body = {
    channel: 'import' as const,
    guardian: { name: guardianName, phone, email, language },
    student: { name: studentName, sex, birthDate, school, grade },
    // The school teaches the child already.
    lawfulBasis: 'contract' as const,
  }
  const checked = captureLead.body.safeParse(body)
  if (checked.success) return { ok: true, number: studentNumber, body }
  const columns = new Set(checked.error.issues.map(({ path }) => columnOf[path.join('.')]))
  const problems = [...columns].map((column) => ({ code: 'malformed' as const, ...(column && { column }) }))
  return { ok: false, problems }
}
