import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { loadMarksOf } from '../attendance/mark-store.ts'
import { loadListPrices } from '../catalogue/catalogue-store.ts'
import { quotePrice } from '../catalogue/list-price.ts'
import { loadEnrollment } from '../enrolling/enrollment-store.ts'
import type { Reckoning, UsedLessons } from './plan-book.ts'
import type { YearPlan } from './year-plan.ts'
import { loadPlanPayments } from './year-plan-store.ts'

const none: UsedLessons = { usedLessons: 0, usedCentihours: 0, usedListMinor: 0 }
const add = (a: UsedLessons, b: UsedLessons): UsedLessons => ({
  usedLessons: a.usedLessons + b.usedLessons,
  usedCentihours: a.usedCentihours + b.usedCentihours,
  usedListMinor: a.usedListMinor + b.usedListMinor,
})

/** The lessons of one enrollment as they are marked now, at the list price of the day on which each was held. */
async function usedIn(context: CampusContext, enrollmentId: Id<'enrollment'>, timeZone: string): Promise<UsedLessons> {
  const [enrollment, marks] = await Promise.all([
    loadEnrollment(context, enrollmentId),
    loadMarksOf(context, enrollmentId),
  ])
  const prices = await loadListPrices(context, enrollment.courseId)
  // Who joined later can be marked in a lesson before that; the course had a price when they joined.
  const joinedOn = localDateOf(enrollment.enrolledAt, timeZone)
  return marks.reduce((sum, { value: { deduction, startsAt } }) => {
    if (!deduction) return sum
    const heldOn = localDateOf(startsAt, timeZone)
    const price = quotePrice(prices, deduction.centihours, heldOn < joinedOn ? joinedOn : heldOn)
    if (!price.ok && price.code === 'noListPrice') throw new Error(`${enrollment.courseId} lost its list price`)
    const usedListMinor = price.ok ? price.value.priceMinor : 0
    return add(sum, { usedLessons: 1, usedCentihours: deduction.centihours, usedListMinor })
  }, none)
}

/**
 * All lessons used under a plan: those whose hours were deducted, as they are marked now.
 * Rule: E11.
 */
export async function loadUsedLessons(context: CampusContext, { enrollmentIds }: YearPlan): Promise<UsedLessons> {
  const { timeZone } = await loadCampus(context)
  const used = await Promise.all(enrollmentIds.map((enrollmentId) => usedIn(context, enrollmentId, timeZone)))
  return used.reduce(add, none)
}

/** What a plan has used and was paid by now, with its payments as they were read. */
export async function reckon(context: CampusContext, plan: YearPlan) {
  const [used, payments] = await Promise.all([
    loadUsedLessons(context, plan),
    loadPlanPayments(context, plan.yearPlanId),
  ])
  const paid = payments.map(({ value }) => value).filter(({ purpose }) => purpose === 'tuition')
  const reckoning: Reckoning = { used, paid, at: context.now }
  return { reckoning, payments }
}

/** Used lessons as they are shown. */
export const usedView = ({ usedCentihours, ...used }: UsedLessons) => ({
  ...used,
  usedCentihours: centihours(usedCentihours),
})
