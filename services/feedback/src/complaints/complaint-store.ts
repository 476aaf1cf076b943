import {
  type ComplaintFile,
  type ComplaintStatement,
  complaintFile,
  complaintHistory,
  complaintStatement,
} from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readAll, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { isId } from '@tutelage/shared/kernel/ids.ts'
import type { CampusScope } from '@tutelage/shared/kernel/scope.ts'
import * as z from 'zod'
import { type ComplaintId, isOpen } from './complaint.ts'
import { nextRing } from './complaint-clock.ts'
import type { Desk } from './complaint-desk.ts'

/** The due job that tells of clocks running out. */
export const clockJob = 'escalate-complaint'

/** How a list asks for complaints: `open` until they are resolved. */
export type ComplaintState = 'open' | 'resolved' | 'archived'
type HistoryEntry = z.output<ReturnType<typeof complaintHistory>>

const fileItem = defineItem('complaint', () => z.object({ complaint: complaintFile() }))
/** A person item: erasure deletes it. */
const statementItem = defineItem('complaintStatement', complaintStatement)
const historyItem = defineItem('complaintHistory', () => complaintHistory().omit({ version: true }))

const partition = (complaintId: ComplaintId): string => `COMPLAINT#${complaintId}`
const fileKey = (campus: CampusScope, complaintId: ComplaintId): ItemKey =>
  campusKey(campus, partition(complaintId), 'FILE')
const numbered = (prefix: string, count: number): string => `${prefix}#${String(count).padStart(8, '0')}`
const listPartition = (campus: CampusScope, state: ComplaintState): string =>
  campusPartition(campus, `COMPLAINTS#${state}`)

const stateOf = (complaint: ComplaintFile): ComplaintState =>
  complaint.status === 'received' || complaint.status === 'acknowledged' ? 'open' : complaint.status

function indexesOf(campus: CampusScope, complaint: ComplaintFile) {
  const { complaintId, desk, filedAt } = complaint
  const at = isOpen(complaint) ? nextRing(complaint.clock) : undefined
  return {
    lookupPk: listPartition(campus, stateOf(complaint)),
    lookupSk: `${desk}#${filedAt}#${complaintId}`,
    ...(at && dueAttributes(campus, { job: clockJob, at, key: fileKey(campus, complaintId) })),
  }
}

/** A complaint with the version that its next change expects. @throws NotFound of `complaint` */
export async function readComplaint({ table, campus }: CampusContext, complaintId: ComplaintId) {
  const stored = fileItem.find(await table.get(fileKey(campus, complaintId)))
  if (!stored) throw new NotFound('complaint')
  return { complaint: stored.value.complaint, version: stored.version }
}

/** The complaint that a due job was called for; undefined for a key that is none's. */
export function complaintIdOf({ pk }: Pick<ItemKey, 'pk'>): ComplaintId | undefined {
  const complaintId = pk.split('#').at(-1) ?? ''
  return isId('complaint', complaintId) ? complaintId : undefined
}

/** One change: the file, an entry of its history, and the words that came with it. */
export interface ComplaintWrite {
  readonly complaint: ComplaintFile
  /** As it was read; 0 when it is new. */
  readonly version: number
  readonly deeds: HistoryEntry['deeds']
  readonly statements: readonly ComplaintStatement[]
}

/** Writes a change: the file only if nobody changed it meanwhile. */
export function writeComplaint({ campus, now, scope }: CampusContext, change: ComplaintWrite): Write[] {
  const { complaint, version, deeds, statements } = change
  const at = (sort: string): ItemKey => campusKey(campus, partition(complaint.complaintId), sort)
  const entry = { deeds, doneAt: now, doneBy: scope.actor }
  return [
    fileItem.write(
      fileKey(campus, complaint.complaintId),
      { complaint },
      { version, indexes: indexesOf(campus, complaint) },
    ),
    historyItem.write(at(numbered('HISTORY', version + 1)), entry, { version: 0 }),
    ...statements.map((words) => statementItem.write(at(numbered('PERSON', words.statement)), words, { version: 0 })),
  ]
}

/** The words of a complaint, in the order in which they were said. */
export async function readStatements({ table, campus }: CampusContext, complaintId: ComplaintId) {
  const pk = campusPartition(campus, partition(complaintId))
  return (await readAll(table, statementItem, { pk, sk: { beginsWith: 'PERSON#' } })).map(({ value }) => value)
}

/** What was done with a complaint, first to last. */
export async function readHistory({ table, campus }: CampusContext, complaintId: ComplaintId) {
  const pk = campusPartition(campus, partition(complaintId))
  const page = await table.query({ pk, sk: { beginsWith: 'HISTORY#' }, limit: 1000 })
  return page.items.map((item) => ({
    ...historyItem.read(item).value,
    version: Number(item.sk.slice('HISTORY#'.length)),
  }))
}

/** One page of the complaints in a state, and of one desk where asked for. */
export async function listByState(
  { table, campus }: CampusContext,
  { state, desk, ...page }: PageRequest & { readonly state: ComplaintState; readonly desk?: Desk | undefined },
) {
  const found = await readPage(table, fileItem, {
    index: 'lookup',
    pk: listPartition(campus, state),
    ...(desk && { sk: { beginsWith: `${desk}#` } }),
    ...page,
  })
  return { ...found, items: found.items.map(({ value, version }) => ({ complaint: value.complaint, version })) }
}
