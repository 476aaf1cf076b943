import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  getDanger as getContract,
  listDangers as listContract,
} from '@tutelage/shared/contracts/loyalty/danger-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { replyOf } from './danger-reply.ts'
import { dangerPage, readDangers, readNotes } from './danger-store.ts'

/** Endangered families as tasks, the longest endangered first. Rule: Y14. */
export async function listDangers({ query }: RequestOf<typeof listContract>, context: CampusContext) {
  const { status, learningManagerId } = query
  const page = await dangerPage(context, status, query)
  const items = page.items.filter(
    ({ value }) => learningManagerId === undefined || value.learningManagerId === learningManagerId,
  )
  const notes =
    status === 'resolved'
      ? await readNotes(
          context,
          items.map(({ value }) => value),
        )
      : []
  return accept({ ...page, items: items.map((stored, at) => replyOf(stored, notes[at])) })
}

/** One endangered family. @throws NotFound of `danger` */
export async function getDanger({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const [stored] = await readDangers(context, [params.dangerId])
  if (!stored) throw new NotFound('danger')
  const [note] = await readNotes(context, [stored.value])
  return accept(replyOf(stored, note))
}
