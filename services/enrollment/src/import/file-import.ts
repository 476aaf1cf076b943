import type { ImportKind } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import type { ImportProblem } from '@tutelage/shared/contracts/enrollment/import-problems.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'

/** A file that is brought in, and how far. */
export interface FileImport {
  readonly importId: Id<'import'>
  readonly kind: ImportKind
  readonly dryRun: boolean
  readonly digest: string
  readonly status: 'running' | 'finished'
  readonly reached: number
  readonly imported: number
  readonly known: number
  readonly problems: number
}

/** A row of a file, 1 the first below the heading. */
export interface RowAt {
  readonly import: FileImport
  readonly row: number
}

/** What became of a row. */
export type RowOutcome =
  | { readonly status: 'imported' | 'known' }
  | { readonly status: 'problems'; readonly problems: readonly ImportProblem[] }

export const oneProblem = (code: ImportProblem['code'], column?: string): RowOutcome => ({
  status: 'problems',
  problems: [{ code, ...(column !== undefined && { column }) }],
})

/** Rows that were sent: the number of the first, how many, and whether more come. */
interface Sent {
  readonly from: number
  readonly count: number
  readonly last: boolean
}

/**
 * Which of the rows that were sent were not looked at yet.
 * @returns the number of the first of them, or refuses `rowsMissing` when rows before were not sent, `importFinished`
 */
export function nextRow(
  { reached, status }: FileImport,
  { from, count }: Sent,
): Decision<number, 'rowsMissing' | 'importFinished'> {
  if (from > reached + 1) return refuse('rowsMissing', { reached })
  if (status === 'finished' && from + count - 1 > reached) return refuse('importFinished', { reached })
  return accept(reached + 1)
}

/** The import after rows were looked at, in their order. */
export function afterRows(before: FileImport, outcomes: readonly RowOutcome[], last: boolean): FileImport {
  const count = (status: RowOutcome['status']): number => outcomes.filter((one) => one.status === status).length
  return {
    ...before,
    status: last ? 'finished' : before.status,
    reached: before.reached + outcomes.length,
    imported: before.imported + count('imported'),
    known: before.known + count('known'),
    problems: before.problems + count('problems'),
  }
}
