import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { localDateOf, startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import type { EntryFacts } from '../lesson-hours/lesson-entry.ts'
import { yearPlanPolicy } from './policy.ts'
import { honoraryOn, nextLookOn, type YearPlan } from './year-plan.ts'
import { writeYearPlan } from './year-plan-store.ts'

/** What each entry of this request is told. */
export const factsOf = (context: CampusContext) => (): EntryFacts => ({
  entryId: context.ids.next('entry'),
  occurredAt: context.now,
  recordedAt: context.now,
  causationId: context.correlationId,
})

/** Where an event about a plan belongs, after the change. */
export const planOccurrence = (
  { campus }: CampusContext,
  { value, version }: Stored<Pick<YearPlan, 'yearPlanId'>>,
) => ({
  campusId: campus.campusId,
  aggregateId: value.yearPlanId,
  aggregateVersion: version + 1,
})

/** Whose plan it is, as its events tell it. */
export const planOf = ({ yearPlanId, studentId, householdId }: YearPlan) => ({ yearPlanId, studentId, householdId })

/** The write that keeps a plan, filed for the day on which it is looked at next, if there is one. */
export async function keepYearPlan(context: CampusContext, { value: plan, version }: Stored<YearPlan>): Promise<Write> {
  if (plan.state.status !== 'active' && !honoraryOn(plan)) return writeYearPlan(context, plan, version)
  const [{ timeZone }, { graceDays }] = await Promise.all([loadCampus(context), yearPlanPolicy.load(context)])
  const lookOn = nextLookOn(plan, localDateOf(context.now, timeZone), graceDays)
  return writeYearPlan(context, plan, version, lookOn && startOfDay(lookOn, timeZone))
}

/** A plan as it is shown. */
export const planView = ({ settlements: _, book: __, ...plan }: YearPlan) => ({
  ...plan,
  instalments: [...plan.instalments],
  agreed: plan.agreed.kind === 'courses' ? { ...plan.agreed, courseIds: [...plan.agreed.courseIds] } : plan.agreed,
  completed: [...plan.completed],
  enrollmentIds: [...plan.enrollmentIds],
})
