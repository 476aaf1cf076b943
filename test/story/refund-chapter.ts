import { previewRefund, refundTuition } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { getMember } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { getPoints } from '@tutelage/shared/contracts/loyalty/points-routes.ts'
import type { Enrolled, Stage } from './cast.ts'
import { memberOf } from './lessons-chapter.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

/** What was not used is given back as the preview says, and takes back exactly its points. */
export async function tellRefund(stage: Stage, enrolled: Enrolled): Promise<void> {
  const { world, teller, campusId } = stage
  const { paymentId } = enrolled
  teller.chapter('A refund')
  const params = { campusId, paymentId }
  const preview = await world.call(previewRefund, { as: 'finance', params })
  const body = { amountMinor: preview.amountMinor, reason: '搬家' }
  const refund = await world.call(refundTuition, { as: 'finance', params, body })
  so(refund.amountMinor === preview.amountMinor, 'the refund is what the preview said', refund)
  const { memberId } = await memberOf(stage, enrolled)
  const left = 2_000 - preview.amountMinor / 100
  const member = await eventually(`${left} points left`, async () => {
    const found = await world.call(getMember, { as: 'frontDesk', params: { campusId, memberId } })
    return found.points.pending === left ? found : undefined
  })
  so(member.tier.qualifyingSpendMinor === 200_000 - preview.amountMinor, 'the tier counts net spend', member.tier)
  const points = await world.call(getPoints, { as: 'frontDesk', params: { campusId, memberId } })
  const path = `/enrollment/campuses/${campusId}/enrollments/${enrolled.enrollmentId}/payments`
  stage.chronicle.note({
    what: 'the payments',
    as: 'principal',
    path,
    pointer: [],
    value: (await world.ask('GET', path, { as: 'principal' })).body,
  })
  teller.told(
    'unused hours are refunded',
    `${preview.amountMinor / 100} yuan back, exactly their points with it; ${points.entries.length} entries say so`,
  )
}
