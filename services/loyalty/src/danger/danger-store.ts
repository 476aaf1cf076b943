import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import { dangerReasonField } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage, type StoredPage } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Danger } from './danger.ts'

const dangerItem = defineItem('danger', () =>
  z.object({
    dangerId: idField('danger'),
    householdId: idField('household'),
    studentId: idField('student'),
    reasons: z.array(z.object({ reason: dangerReasonField(), evidence: z.array(z.string()) })),
    learningManagerId: idField('staff').optional(),
    assignedBy: z.string().optional(),
    detectedAt: instantField(),
    state: z.union([
      z.object({ status: z.literal('open') }),
      z.object({ status: z.literal('resolved'), by: z.literal('signalsCleared'), resolvedAt: instantField() }),
      z.object({
        status: z.literal('resolved'),
        by: z.literal('staff'),
        staffId: z.string(),
        resolvedAt: instantField(),
      }),
    ]),
  }),
)
/** What a person wrote on resolving: about the family, so it stands with the student's person items. */
const noteItem = defineItem('dangerNote', () => z.object({ note: z.string() }))

const dangerKey = ({ campus }: CampusContext, dangerId: Id<'danger'>) =>
  campusKey(campus, `DANGER#${dangerId}`, 'DANGER')
const noteKey = ({ campus }: CampusContext, { studentId, dangerId }: Pick<Danger, 'studentId' | 'dangerId'>) =>
  campusKey(campus, `PERSON#${studentId}`, `DANGER_NOTE#${dangerId}`)
const listPartition = ({ campus }: CampusContext, status: Danger['state']['status']): string =>
  campusPartition(campus, `DANGERS#${status}`)

const storable = (danger: Danger) => ({
  ...danger,
  reasons: danger.reasons.map(({ reason, evidence }) => ({ reason, evidence: [...evidence] })),
})

/** The dangers of these ids, in their order. */
export async function readDangers(
  context: CampusContext,
  dangerIds: readonly Id<'danger'>[],
): Promise<readonly (Stored<Danger> | undefined)[]> {
  const found = await context.table.getMany(dangerIds.map((dangerId) => dangerKey(context, dangerId)))
  return found.map(dangerItem.find)
}

/** @param version as it was read, or 0 for a new danger */
export function writeDanger(context: CampusContext, danger: Danger, version: number): Write {
  const { dangerId, detectedAt, state } = danger
  const indexes = { lookupPk: listPartition(context, state.status), lookupSk: `${detectedAt}#${dangerId}` }
  return dangerItem.write(dangerKey(context, dangerId), storable(danger), { version, indexes })
}

export const writeNote = (context: CampusContext, danger: Danger, note: string): Write =>
  noteItem.write(noteKey(context, danger), { note }, { version: 0 })

/** What was written on resolving each danger; undefined where nobody did. */
export async function readNotes(
  context: CampusContext,
  dangers: readonly { readonly studentId: StudentId; readonly dangerId: Id<'danger'> }[],
): Promise<readonly (string | undefined)[]> {
  const notes: (string | undefined)[] = []
  for (let at = 0; at < dangers.length; at += 100) {
    const found = await context.table.getMany(dangers.slice(at, at + 100).map((danger) => noteKey(context, danger)))
    notes.push(...found.map((item) => noteItem.find(item)?.value.note))
  }
  return notes
}

/** One page of the campus's dangers, the longest endangered first; the index may lag a moment behind. */
export const dangerPage = (
  context: CampusContext,
  status: Danger['state']['status'],
  request: PageRequest,
): Promise<StoredPage<Danger>> =>
  readPage(context.table, dangerItem, { ...request, index: 'lookup', pk: listPartition(context, status) })
