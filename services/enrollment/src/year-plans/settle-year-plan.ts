import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { forfeit } from './forfeit-deposit.ts'
import { depositEndDraft, postDrafts, settlementDraft } from './plan-book.ts'
import { factsOf, keepYearPlan } from './plan-circumstances.ts'
import { reckon } from './plan-progress.ts'
import { countStudent } from './plan-share-store.ts'
import { yearPlanPolicy } from './policy.ts'
import { expiresOn, type YearPlan } from './year-plan.ts'
import { appendPlanEntries, findYearPlanAt } from './year-plan-store.ts'

/** What a plan becomes whose time has run out: the years it paid for have passed, and the deposit is forfeited. */
async function expire(context: CampusContext, stored: Stored<YearPlan>) {
  const lost = forfeit(context, stored)
  const state = { status: 'expired' as const, expiredAt: context.now }
  const plan: YearPlan = { ...stored.value, state, deposit: lost.deposit }
  const counted = await countStudent(context, plan.studentId, { years: 0 })
  return { plan, drafts: [depositEndDraft(plan, 'depositForfeited')], events: lost.events, counted }
}

/**
 * Counts the lessons used under a plan since the last look as income, and ends the plan when its time has run out without its
 * agreed courses.
 * @param key of the plan's item, from the due index, which may be behind
 * Rule: E5, E11.
 */
export async function settleYearPlan(key: ItemKey, context: CampusContext) {
  const stored = await findYearPlanAt(context, key)
  if (stored?.value.state.status !== 'active') return accept(null)
  const [{ graceDays }, today] = await Promise.all([yearPlanPolicy.load(context), campusToday(context)])
  const { reckoning } = await reckon(context, stored.value)
  const isOver = today >= expiresOn(stored.value, graceDays)
  const kept = { plan: stored.value, drafts: [], events: [], counted: [] as readonly Write[] }
  const { plan, drafts, events, counted } = isOver ? await expire(context, stored) : kept
  const posted = postDrafts(plan, [settlementDraft(plan, reckoning), ...drafts], factsOf(context))
  const value = { ...posted.plan, settlements: plan.settlements + 1 }
  return accept(
    await context.commit({
      writes: [
        await keepYearPlan(context, { value, version: stored.version }),
        ...appendPlanEntries(context, plan, posted.entries),
        ...counted,
      ],
      events: [...events],
      answer: null,
    }),
  )
}
