import { type ReturnVisit, returnVisitField } from '@tutelage/shared/contracts/feedback/return-visits-routes.ts'
import { instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { CampusScope } from '@tutelage/shared/kernel/scope.ts'
import * as z from 'zod'

const visitItem = defineItem('returnVisit', returnVisitField)
/** A person item: erasure deletes it. */
const noteItem = defineItem('returnVisitNote', () =>
  z.object({
    text: z.string(),
    channel: returnVisitField().shape.channel,
    saidAt: instantField(),
    collectedBy: z.object({ kind: z.string(), id: z.string() }),
  }),
)
type VisitId = ReturnVisit['returnVisitId']

const partition = (studentId: StudentId): string => `STUDENT#${studentId}`
const noteKey = (campus: CampusScope, studentId: StudentId, visitId: VisitId): ItemKey =>
  campusKey(campus, partition(studentId), `PERSON#VISIT#${visitId}`)

/** The visit, and apart from it what was said, with when, how and by whom it was collected. Rule: Provenance. */
export function writeReturnVisit({ campus }: CampusContext, visit: ReturnVisit, note: string | undefined): Write[] {
  const { studentId, returnVisitId, channel, completedAt, completedBy } = visit
  const key = campusKey(campus, partition(studentId), `VISIT#${returnVisitId}`)
  const visited = visitItem.write(key, visit, { version: 0 })
  if (note === undefined) return [visited]
  const words = { text: note, channel, saidAt: completedAt, collectedBy: completedBy }
  return [visited, noteItem.write(noteKey(campus, studentId, returnVisitId), words, { version: 0 })]
}

/** One page of the visits to the family of a student with their notes, the latest first. */
export async function listByStudent(
  { table, campus }: CampusContext,
  { studentId, ...page }: PageRequest & { readonly studentId: StudentId },
) {
  const pk = campusPartition(campus, partition(studentId))
  const found = await readPage(table, visitItem, { pk, sk: { beginsWith: 'VISIT#' }, descending: true, ...page })
  const keys = found.items.map(({ value }) => noteKey(campus, studentId, value.returnVisitId))
  const halves = await Promise.all([table.getMany(keys.slice(0, 100)), table.getMany(keys.slice(100))])
  const notes = halves.flat().map((item) => noteItem.find(item)?.value.text)
  return { ...found, items: found.items.map(({ value }, at) => ({ ...value, note: notes[at] })) }
}
