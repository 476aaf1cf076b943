import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { checkAccount, loadAccounts } from '../lesson-hours/hours-account-store.ts'
import { complete, nameHonorary, withCompleted } from './complete-year-plan.ts'
import { openOf } from './end-plan-classes.ts'
import { forfeit } from './forfeit-deposit.ts'
import { type Draft, depositEndDraft, postDrafts, settlementDraft } from './plan-book.ts'
import { factsOf, keepYearPlan } from './plan-circumstances.ts'
import { reckon } from './plan-progress.ts'
import { countPlanStanding } from './plan-share-store.ts'
import { yearPlanPolicy } from './policy.ts'
import { expiresOn, isFulfilled, type YearPlan } from './year-plan.ts'
import { appendPlanEntries, findYearPlanAt } from './year-plan-store.ts'

/**
 * Counts the lessons used since the last look as income.
 * @param others what is posted beside
 */
async function settle(
  context: CampusContext,
  { value: plan, version }: Stored<YearPlan>,
  others: readonly Draft[] = [],
): Promise<readonly Write[]> {
  const { reckoning } = await reckon(context, plan)
  const posted = postDrafts(plan, [settlementDraft(plan, reckoning), ...others], factsOf(context))
  const value = { ...posted.plan, settlements: plan.settlements + 1 }
  return [await keepYearPlan(context, { value, version }), ...appendPlanEntries(context, plan, posted.entries)]
}

/**
 * What a plan becomes whose time has run out: completed, when its agreed courses are although that was not heard of yet; otherwise the
 * years it paid for have passed, and the deposit is forfeited.
 */
async function runOut(context: CampusContext, stored: Stored<YearPlan>) {
  const accounts = await loadAccounts(context, stored.value.enrollmentIds)
  const known = withCompleted(stored.value, accounts)
  if (isFulfilled(known)) return complete(context, stored, known)
  const lost = forfeit(context, stored)
  const state = { status: 'expired' as const, expiredAt: context.now }
  const plan: YearPlan = { ...stored.value, state, deposit: lost.deposit }
  const ended = { value: plan, version: stored.version }
  return {
    writes: [
      ...(await settle(context, ended, [depositEndDraft(plan, 'depositForfeited')])),
      ...(await countPlanStanding(context, plan.studentId, { years: 0 })),
      // Who is marked meanwhile may complete a course: the commit fails then.
      ...openOf(accounts).map((account) => checkAccount(context, account)),
    ],
    events: lost.events,
  }
}

/** The years of a completed plan have passed. */
async function looksBack(context: CampusContext, stored: Stored<YearPlan>) {
  const { writes, events } = await nameHonorary(context, stored)
  return { writes: [await keepYearPlan(context, stored), ...writes], events }
}

/**
 * Counts the lessons used under a plan since the last look as income, and ends the plan when its time has run out; when the six years of
 * a completed one have passed, its student is an honorary one.
 * @param key of the plan's item, from the due index, which may be behind
 * Rule: E5, E11.
 */
export async function settleYearPlan(key: ItemKey, context: CampusContext) {
  const stored = await findYearPlanAt(context, key)
  const status = stored?.value.state.status
  if (!stored || status === 'left' || status === 'expired') return accept(null)
  if (status === 'completed')
    return accept(await context.commit({ ...(await looksBack(context, stored)), answer: null }))
  const [{ graceDays }, today] = await Promise.all([yearPlanPolicy.load(context), campusToday(context)])
  const isOver = today >= expiresOn(stored.value, graceDays)
  const looked = isOver ? await runOut(context, stored) : { writes: await settle(context, stored), events: [] }
  return accept(await context.commit({ ...looked, answer: null }))
}
