import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  listDocuments as listContract,
  recordDocument as recordContract,
} from '@tutelage/shared/contracts/enrollment/documents-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { addDocument, loadDocuments } from './document-store.ts'
import { loadEnrollment } from './enrollment-store.ts'
import { documentsPolicy } from './policy.ts'

/** More than any family hands in. */
const mostDocuments = 100

/**
 * Records a document of an enrollment, with when, how and by whom it was received.
 * @returns the document, or refuses `receivedInFuture`, `tooManyDocuments`
 * @throws NotFound of the enrollment
 * Rule: E3, domain §3 (Provenance).
 */
export async function recordDocument({ params, body }: RequestOf<typeof recordContract>, context: CampusContext) {
  const { enrollmentId } = await loadEnrollment(context, params.enrollmentId)
  const { receivedAt = context.now } = body
  if (receivedAt > context.now) return refuse('receivedInFuture', { receivedAt })
  const known = await loadDocuments(context, enrollmentId)
  if (known.length >= mostDocuments) return refuse('tooManyDocuments', { most: mostDocuments })
  const document = {
    documentId: context.ids.next('document'),
    enrollmentId,
    ...body,
    receivedAt,
    receivedBy: { ...context.scope.actor },
    recordedAt: context.now,
  }
  return accept(await context.commit({ writes: [addDocument(context, document)], answer: document }))
}

/** The documents of an enrollment and those that are missing. @throws NotFound of the enrollment */
export async function listDocuments({ params }: RequestOf<typeof listContract>, context: CampusContext) {
  await loadEnrollment(context, params.enrollmentId)
  const items = await loadDocuments(context, params.enrollmentId)
  const { required } = await documentsPolicy.load(context)
  return accept({ items: [...items], missing: required.filter((kind) => !items.some((item) => item.kind === kind)) })
}
