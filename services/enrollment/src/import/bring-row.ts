import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import {
  balanceCells,
  capturedCells,
  classCells,
  type ImportKind,
} from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import {
  cellProblems,
  type ImportProblem,
  problemOfRefusal,
} from '@tutelage/shared/contracts/enrollment/import-problems.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type * as z from 'zod'
import { planBalance } from './bring-balance.ts'
import { planClass } from './bring-class.ts'
import { oneProblem, type RowAt, type RowOutcome } from './file-import.ts'
import { addNumbered, findNumbered, type Numbered } from './import-store.ts'

type Cells = Readonly<Record<string, string>>

/** What a row as it was sent says: cells, or what the sender found wrong with it. */
export type SentRow = { readonly cells: Cells } | { readonly problems: readonly ImportProblem[] }

/** What a row comes to before it is committed: our id, and what is written with it. */
type Planned = Decision<{
  readonly id: string
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}>

/** How a kind of row is read: its number, and what it comes to. */
interface RowKind {
  read(cells: Cells):
    | { readonly ok: false; readonly problems: readonly ImportProblem[] }
    | {
        readonly ok: true
        readonly number: string
        readonly plan: (context: CampusContext, at: RowAt) => Promise<Planned>
      }
}

const rowKind = <Schema extends z.ZodType>(
  schema: () => Schema,
  numberOf: (row: z.output<Schema>) => string,
  plan: (context: CampusContext, at: RowAt, row: z.output<Schema>) => Promise<Planned>,
): RowKind => ({
  read(cells) {
    const read = schema().safeParse(cells)
    if (!read.success) return { ok: false, problems: cellProblems(cells, read.error) }
    return { ok: true, number: numberOf(read.data), plan: (context, at) => plan(context, at, read.data) }
  },
})

const rowKinds: Readonly<Record<ImportKind, RowKind>> = {
  students: rowKind(
    capturedCells,
    ({ studentNumber }) => studentNumber,
    async (_context, { import: { dryRun } }, { studentId = '' }) =>
      studentId || dryRun ? accept({ id: studentId, writes: [], events: [] }) : refuse('missing'),
  ),
  classes: rowKind(classCells, ({ classCode }) => classCode, planClass),
  balances: rowKind(balanceCells, ({ enrollmentNumber }) => enrollmentNumber, planBalance),
}

/** What becomes of a row whose number is taken. */
function outcomeOfTwin(at: RowAt, twin: Numbered): RowOutcome {
  if (twin.importId !== at.import.importId) return { status: 'known' }
  return twin.row === at.row ? { status: 'imported' } : oneProblem('duplicateNumber')
}

/**
 * Brings a row in, once: its number is taken in the transaction that writes what it says. In a dry run only the number is noted.
 * @returns `imported`, also when this very row came in before; `known` when another import brought it; or its problems
 */
export async function bringRow(context: CampusContext, at: RowAt, sent: SentRow): Promise<RowOutcome> {
  if ('problems' in sent) return { status: 'problems', problems: sent.problems }
  const { importId, kind, dryRun } = at.import
  const read = rowKinds[kind].read(sent.cells)
  if (!read.ok) return { status: 'problems', problems: read.problems }
  const numbered = { of: kind, number: read.number, importId, row: at.row }
  const twin = (await findNumbered(context, numbered)) ?? (dryRun && (await findNumbered(context, numbered, at.import)))
  if (twin) return outcomeOfTwin(at, twin)
  const planned = await read.plan(context, at)
  if (!planned.ok) {
    // The same request, sent again while the first was still at work: what refuses the row may be the row itself.
    const meanwhile = await findNumbered(context, numbered)
    return meanwhile ? outcomeOfTwin(at, meanwhile) : { status: 'problems', problems: [problemOfRefusal(planned.code)] }
  }
  const { id, writes, events } = planned.value
  const note = addNumbered(context, { ...numbered, ...(!dryRun && { id }) }, at.import)
  await context.commit(dryRun ? { writes: [note], answer: null } : { writes: [note, ...writes], events, answer: null })
  return { status: 'imported' }
}
