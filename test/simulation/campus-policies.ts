import { makeUpPolicy } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import {
  bookingPolicy,
  libraryPolicy,
  progressReportsPolicy,
  renewalPolicy,
  yearPlanPolicy,
} from '@tutelage/shared/contracts/enrollment/policies.ts'
import {
  carePolicy,
  dangerPolicy,
  pointsPolicy,
  progressCardPolicy,
  tierPolicy,
} from '@tutelage/shared/contracts/loyalty/policies.ts'
import { policyRoutes } from '@tutelage/shared/contracts/policy-routes.ts'
import type { CampusId } from '@tutelage/shared/kernel/ids.ts'
import type { Client } from './client.ts'

const rung = (tier: string, fromMinor: number, pointsBasisPoints: number) => ({
  ...{ tier, name: { 'zh-CN': tier, en: tier }, fromMinor, pointsBasisPoints },
})

/** What is looked back on after months elsewhere is so after days here. */
async function setLessonPolicies(client: Client, campusId: CampusId): Promise<void> {
  const call = { as: 'principal', params: { campusId } } as const
  await client.call(policyRoutes(libraryPolicy).setPolicy, { ...call, body: { loanDays: 1 } })
  await client.call(policyRoutes(renewalPolicy).setPolicy, { ...call, body: { cutOffDaysAfterEnd: 1 } })
  await client.call(policyRoutes(makeUpPolicy).setPolicy, { ...call, body: { expiryDays: 2 } })
  const often = { rhythm: 'weekly', everyWeeks: 1, weekday: 'tue' } as const
  await client.call(policyRoutes(progressReportsPolicy).setPolicy, { ...call, body: often })
  const booking = { bookNoticeHours: 1, cancelNoticeHours: 6, bookAheadDays: 2 }
  await client.call(policyRoutes(bookingPolicy).setPolicy, { ...call, body: booking })
}

/**
 * Thresholds so low that a short run gets past them: tiers, full cards, points to spend and to expire, dangers, a festival on the
 * second day, loans of a day, weekly reports, credits of two days.
 */
export async function setPolicies(client: Client, campusId: CampusId): Promise<void> {
  const call = { as: 'principal', params: { campusId } } as const
  const ladder = [rung('standard', 0, 10_000), rung('gold', 100_000, 12_500), rung('platinum', 300_000, 15_000)]
  await client.call(policyRoutes(tierPolicy).setPolicy, { ...call, body: { ladder } })
  const points = { refundWindowDays: 0, expiryMonths: 1 }
  await client.call(policyRoutes(pointsPolicy).setPolicy, { ...call, body: points })
  await client.call(policyRoutes(progressCardPolicy).setPolicy, { ...call, body: { steps: 3, rewardPoints: 70 } })
  await client.call(policyRoutes(dangerPolicy).setPolicy, { ...call, body: { absences: 2, reasonsNeeded: 1 } })
  await client.call(policyRoutes(carePolicy).setPolicy, { ...call, body: { festivals: ['lantern'] } })
  await setLessonPolicies(client, campusId)
  const year = { pricePerYearMinor: 120_000, listPerYearMinor: 200_000, depositMinor: 20_000 }
  const offers = [1, 6].map((years) => ({ years, effectiveFrom: '2020-01-01', ...year }))
  await client.call(policyRoutes(yearPlanPolicy).setPolicy, { ...call, body: { offers } })
}
