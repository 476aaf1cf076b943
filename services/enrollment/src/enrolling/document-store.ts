import { documentReply } from '@tutelage/shared/contracts/enrollment/documents-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'

const documentItem = defineItem('document', documentReply)
/** A document of an enrollment, as it was received. */
export type EnrollmentDocument = ReturnType<typeof documentItem.read>['value']

const partition = (enrollmentId: Id<'enrollment'>): string => `ENROLLMENT#${enrollmentId}`

export const addDocument = ({ campus }: CampusContext, document: EnrollmentDocument): Write =>
  documentItem.write(campusKey(campus, partition(document.enrollmentId), `PAPER#${document.documentId}`), document, {
    version: 0,
  })

/** The documents of an enrollment in the order in which they were recorded: at most `mostDocuments`. */
export async function loadDocuments(
  { table, campus }: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<readonly EnrollmentDocument[]> {
  const pk = campusPartition(campus, partition(enrollmentId))
  const found = await readAll(table, documentItem, { pk, sk: { beginsWith: 'PAPER#' } })
  return found.map(({ value }) => value)
}
