import type { ImportKind } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import {
  bringRows,
  type importReply,
  mostImportRows,
  startImport,
} from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import type * as z from 'zod'
import { type Api, ImportStopped } from './api.ts'
import { bringStudents } from './bring-students.ts'
import { type FileRow, readRows, unreadableCells } from './read-rows.ts'

/** A file of an existing school. */
export interface SchoolFile {
  readonly kind: ImportKind
  readonly campusId: string
  readonly dryRun: boolean
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string
  /** Its records from the beginning, the heading first, read as they are asked for. */
  records(): AsyncIterable<readonly string[]>
}

export type Progress = z.output<ReturnType<typeof importReply>>
/** Rows as they are sent to enrollment. */
type SentRows = z.input<typeof bringRows.body>['rows']

/** Rows that are sent together, the number of the first, and whether they are the last. */
interface Batch {
  readonly from: number
  readonly rows: readonly FileRow[]
  readonly last: boolean
}

/** The rows after one, in batches; a batch waits until it is known whether it is the last. */
async function* batchesAfter(reached: number, rows: AsyncIterable<FileRow>): AsyncGenerator<Batch> {
  let number = 0
  let batch: FileRow[] = []
  for await (const row of rows) {
    if (batch.length === mostImportRows) {
      yield { from: number - batch.length + 1, rows: batch, last: false }
      batch = []
    }
    number += 1
    if (number > reached) batch.push(row)
  }
  if (batch.length > 0) yield { from: number - batch.length + 1, rows: batch, last: true }
}

function sentRow(cells: FileRow): SentRows[number] {
  const problems = [...unreadableCells(cells)]
  return problems.length > 0 ? { problems } : { cells }
}

/**
 * Brings a file in, or looks at it in a dry run, from the row after the last that was brought before: whoever was stopped calls it
 * again. No more of the file is in memory than one piece and one batch.
 * @param tell is called after each batch
 * @throws ImportStopped
 */
export async function bringFile(api: Api, file: SchoolFile, tell: (progress: Progress) => void): Promise<Progress> {
  const { kind, campusId, dryRun, digest } = file
  const begun = await api(startImport, { params: { campusId }, body: { kind, digest, dryRun } })
  if (!begun.ok) throw new ImportStopped(begun.code)
  let progress = begun.reply
  for await (const { from, rows, last } of batchesAfter(progress.reached, readRows(kind, file.records()))) {
    const sent: SentRows = kind === 'students' ? await bringStudents(api, file, rows) : rows.map(sentRow)
    const params = { campusId, importId: progress.importId }
    const answer = await api(bringRows, { params, body: { from, rows: sent, last } })
    if (!answer.ok) throw new ImportStopped(answer.code)
    progress = answer.reply
    tell(progress)
  }
  return progress
}
