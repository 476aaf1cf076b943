import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  buyHours as buyContract,
  listPurchases as listContract,
} from '@tutelage/shared/contracts/enrollment/purchases-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import { type HoursAccount, owedHours } from '../lesson-hours/hours-account.ts'
import { loadAccount, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { chargedAhead, hoursAhead, withPurchase } from '../lesson-hours/purchase.ts'
import { loadPurchases } from '../lesson-hours/purchase-store.ts'
import { loadStudent } from '../students/student-store.ts'
import { type Enrollment, priceKeptSince } from './enrollment.ts'
import { loadEnrollment } from './enrollment-store.ts'
import { checkCharge } from './load-charge.ts'
import { loadPriceTerms } from './load-price-terms.ts'
import { newPurchase, purchaseView } from './new-purchase.ts'
import { quoteTuitionBy } from './tuition-quote.ts'

type Body = RequestOf<typeof buyContract>['body']

/** Unpaid purchases at once: each is given up by a write of its own when the enrollment ends. */
const mostUnpaid = 8

/** Who has left buys no more lessons, and can pay for those that were used. */
function mayBuy(account: HoursAccount, { centihours }: Body): Decision<null, 'enrollmentEnded'> {
  const { status } = account.state
  if (status === 'active' || status === 'completed') return accept(null)
  const owedCentihours = owedHours(account) - hoursAhead(account)
  return centihours <= owedCentihours ? accept(null) : refuse('enrollmentEnded', { status, owedCentihours })
}

/** The price of the hours today, and whether so much may be charged ahead. */
async function priceNow(
  context: CampusContext,
  enrollment: Enrollment,
  { account, body }: { account: HoursAccount; body: Body },
) {
  const [{ timeZone }, classGroup, student] = await Promise.all([
    loadCampus(context),
    loadClassGroup(context, enrollment.classGroupId),
    loadStudent(context, enrollment.studentId),
  ])
  const today = localDateOf(context.now, timeZone)
  const enrolledOn = localDateOf(priceKeptSince(enrollment), timeZone)
  const quote = quoteTuitionBy(
    await loadPriceTerms(context, { classGroup, on: today, student, enrolledOn }),
    body.centihours,
  )
  if (!quote.ok) return quote
  const { priceMinor } = quote.value
  if (body.quotedPriceMinor !== undefined && body.quotedPriceMinor !== priceMinor) {
    return refuse('priceChanged', { quotedPriceMinor: body.quotedPriceMinor, priceMinor })
  }
  const centihours = chargedAhead(account) + body.centihours
  const prepayment = await checkCharge(context, { classGroup, centihours, startsOn: enrollment.startsOn })
  return prepayment.ok ? accept({ quote: quote.value, today, prepayment: prepayment.value }) : prepayment
}

/**
 * Agrees on more hours of an enrollment, at the price that it keeps or that of today. They open as they are paid.
 * @returns the purchase, or refuses `ofYearPlan`, `enrollmentEnded` beyond what is owed, `tooManyPurchases`, `priceChanged`, `planNotThePrice`, as `quoteTuitionBy` and
 * as `checkPrepayment`
 * @throws NotFound of the enrollment
 * Rule: E3, E4, E5, E8.
 */
export async function buyHours({ params, body }: RequestOf<typeof buyContract>, context: CampusContext) {
  const { enrollmentId } = params
  const enrollment = await loadEnrollment(context, enrollmentId)
  // The plan opens its hours: what was used of them must be told apart from nothing else.
  if (enrollment.yearPlanId) return refuse('ofYearPlan', { yearPlanId: enrollment.yearPlanId })
  const { value: account, version } = await loadAccount(context, enrollmentId)
  const may = mayBuy(account, body)
  if (!may.ok) return may
  const unpaid = account.purchases.length
  if (unpaid >= mostUnpaid) return refuse('tooManyPurchases', { unpaid, most: mostUnpaid })
  const price = await priceNow(context, enrollment, { account, body })
  if (!price.ok) return price
  const { quote, today, prepayment } = price.value
  const { centihours, plan } = body
  const agreed = await newPurchase(context, { enrollmentId, centihours, quote, plan, today })
  if (!agreed.ok) return agreed
  const { purchase, write } = agreed.value
  const part = { purchaseId: purchase.purchaseId, centihours, amountMinor: quote.priceMinor }
  return accept(
    await context.commit({
      writes: [writeAccount(context, withPurchase(account, part), version), write],
      answer: { ...purchaseView(purchase), prepayment },
    }),
  )
}

/** What was agreed on in an enrollment, oldest first. @throws NotFound of the enrollment */
export async function listPurchases({ params }: RequestOf<typeof listContract>, context: CampusContext) {
  await loadEnrollment(context, params.enrollmentId)
  const purchases = await loadPurchases(context, params.enrollmentId)
  return accept({ items: purchases.map(({ value }) => purchaseView(value)) })
}
