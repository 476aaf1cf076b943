import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { bringRows as contract } from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { bringRow } from './bring-row.ts'
import { afterRows, nextRow, type RowOutcome } from './file-import.ts'
import { addProblems, loadImport, writeImport } from './import-store.ts'

/**
 * Brings in the next rows of a file, one transaction each, and then notes how far the import is with their problems. Stopped at any
 * point, it is done again from the row after the last that was noted: rows that came in are found by their numbers.
 * @returns how far the import is, or refuses `rowsMissing`, `importFinished`
 * @throws NotFound of the import
 */
export async function bringRows({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const { value: before, version } = await loadImport(context, params.importId)
  const first = nextRow(before, { from: body.from, count: body.rows.length, last: body.last })
  if (!first.ok) return first
  const rows = body.rows.slice(first.value - body.from)
  if (rows.length === 0) return accept(before)
  const outcomes: RowOutcome[] = []
  for (const [n, row] of rows.entries()) {
    outcomes.push(await bringRow(context, { import: before, row: first.value + n }, row))
  }
  const after = afterRows(before, outcomes, body.last)
  const wrong = outcomes.flatMap((outcome, n) =>
    outcome.status === 'problems' ? [{ row: first.value + n, problems: [...outcome.problems] }] : [],
  )
  const problems = wrong.length > 0 ? [addProblems(context, after, { from: first.value, rows: wrong })] : []
  return accept(
    await context.commit({ writes: [writeImport(context, { value: after, version }), ...problems], answer: after }),
  )
}
