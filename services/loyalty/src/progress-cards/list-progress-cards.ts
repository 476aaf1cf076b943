import type { ReplyOf, RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { listProgressCards as contract } from '@tutelage/shared/contracts/loyalty/progress-card-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { ProgressCard } from './progress-card.ts'
import { cardPage } from './progress-card-store.ts'

type Shown = ReplyOf<typeof contract>['items']

function replyOf(studentId: StudentId, { state, ...card }: ProgressCard): Shown {
  if (state.status === 'withdrawn') return []
  const { progressCardId, steps, stampedOnIssue, stamped, rewardPoints, issuedAt } = card
  const shown = { progressCardId, studentId, steps, stampedOnIssue, stamped, rewardPoints, issuedAt }
  if (state.status === 'open') return [{ ...shown, status: state.status }]
  return [{ ...shown, status: state.status, completedAt: state.completedAt }]
}

/** A student's cards, the current one first; none for a student who was never enrolled here. Rule: Y9. */
export async function listProgressCards({ params, query }: RequestOf<typeof contract>, context: CampusContext) {
  const page = await cardPage(context, params.studentId, query)
  return accept({ ...page, items: page.items.flatMap(({ value }) => replyOf(params.studentId, value)) })
}
