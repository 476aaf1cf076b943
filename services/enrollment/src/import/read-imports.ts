import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { textOf } from '@tutelage/shared/contracts/enrollment/import-problems.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { importTemplate, importWorkbook } from '@tutelage/shared/documents/import-template.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { findCurrent, findTaken, listProblems, loadImport, writeCurrent, writeImport } from './import-store.ts'

/**
 * Begins an import, or goes on with that of the same file while it is not through. A file that was through is looked at again: rows that
 * came in are known, those that had problems may come in now. A dry run always begins anew.
 */
export async function startImport({ body }: RequestOf<typeof contracts.startImport>, context: CampusContext) {
  const current = body.dryRun ? undefined : await findCurrent(context, body)
  const running = current && (await loadImport(context, current.value.importId)).value
  if (running?.status === 'running') return accept(await context.commit({ writes: [], answer: running }))
  const nothing = { reached: 0, imported: 0, known: 0, problems: 0 }
  const value = { importId: context.ids.next('import'), ...body, status: 'running' as const, ...nothing }
  const named = body.dryRun ? [] : [writeCurrent(context, value, current?.version ?? 0)]
  const writes = [writeImport(context, { value, version: 0 }), ...named]
  return accept(await context.commit({ writes, answer: value }))
}

/** Which of the school's own numbers came in before. */
export async function findKnownNumbers({ body }: RequestOf<typeof contracts.findKnownNumbers>, context: CampusContext) {
  return accept({ numbers: [...(await findTaken(context, body.kind, [...new Set(body.numbers)]))] })
}

/** How far an import has come. @throws NotFound of the import */
export async function getImport({ params }: RequestOf<typeof contracts.getImport>, context: CampusContext) {
  return accept((await loadImport(context, params.importId)).value)
}

/** One page of the rows with problems. @throws NotFound of the import */
export async function listImportProblems(
  { params, query }: RequestOf<typeof contracts.listImportProblems>,
  context: CampusContext,
) {
  await loadImport(context, params.importId)
  const { rows, ...rest } = await listProblems(context, params.importId, query)
  const items = rows.map(({ row, problems }) => ({
    row,
    problems: problems.map((problem) => ({ ...problem, message: textOf(problem) })),
  }))
  return accept({ items, ...rest })
}

/** A file to fill in. */
export const getImportTemplate = async ({ params, query }: RequestOf<typeof contracts.getImportTemplate>) =>
  accept(importTemplate(params.kind, query.language))

/** The same as a workbook, in base64. */
export const getImportWorkbook = async ({ params, query }: RequestOf<typeof contracts.getImportWorkbook>) =>
  accept(importWorkbook(params.kind, query.language).toString('base64'))
