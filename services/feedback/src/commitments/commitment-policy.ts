import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { commitmentPolicy } from '@tutelage/shared/contracts/feedback/policies.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { PromiseSetting } from './commitment.ts'

/** Until when an absence is answered on the same day, as the campus configured it. Rule: F9. */
export const commitmentRules = definePolicy(commitmentPolicy)

/** The calendar and the cut-off of the campus. @throws NotFound of `campus` */
export async function promiseSetting(context: CampusContext): Promise<PromiseSetting> {
  const [{ calendar }, { sameDayCallCutOff }] = await Promise.all([loadCampus(context), commitmentRules.load(context)])
  return { calendar, cutOff: sameDayCallCutOff }
}
