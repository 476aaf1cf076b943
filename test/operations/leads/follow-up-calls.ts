import { completeFollowUp, listFollowUps } from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'

const as = 'consultant'

/** What the campus's consultant has to do. */
export const listOpen = ({ campusId }: School) =>
  ({ as, params: { campusId }, query: { consultantId: staffIdOf(campusId, 'consultant') } }) as const

/** The request by which the prospect's first contact is closed. */
export async function firstCall(school: School) {
  const { campusId, here } = school
  const { items } = await school.call(listFollowUps, listOpen(school))
  const first = items.find(({ leadId }) => leadId === here.prospect.leadId)
  if (!first) throw new Error('nobody owes the prospect a call')
  const body = { outcome: 'noAnswer' as const, note: 'try again in the evening' }
  return { as, params: { campusId, followUpId: first.followUpId }, body } as const
}

/** The first contact with the prospect was tried, with a note. */
export async function completeFirst(school: School): Promise<void> {
  await school.call(completeFollowUp, await firstCall(school))
}
