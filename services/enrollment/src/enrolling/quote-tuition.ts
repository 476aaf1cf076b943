import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { quoteTuition as contract } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import { chargedAhead } from '../lesson-hours/purchase.ts'
import { loadStudent } from '../students/student-store.ts'
import { priceKeptSince } from './enrollment.ts'
import { loadEnrollment } from './enrollment-store.ts'
import { checkCharge } from './load-charge.ts'
import { loadPriceTerms } from './load-price-terms.ts'
import { quoteTuitionBy } from './tuition-quote.ts'

type Body = RequestOf<typeof contract>['body']

/** The enrollment that more hours are asked for, with what is charged ahead in it already. */
async function loadEarlier(context: CampusContext, { enrollmentId }: Body) {
  if (!enrollmentId) return undefined
  const [enrollment, { value: account }] = await Promise.all([
    loadEnrollment(context, enrollmentId),
    loadAccount(context, enrollmentId),
  ])
  return { enrollment, ahead: chargedAhead(account) }
}

/**
 * What hours in a class group cost on a day of the campus's calendar, with the rules that make the price; the same question is
 * always answered alike.
 * @returns the quote, or refuses `noListPrice`, `nothingToPay` (see `quoteTuitionBy`), `otherClass` for hours of an enrollment in
 * another class, and a charge beyond the prepayment policy (see `checkPrepayment`)
 * @throws NotFound of the student, enrollment or class group
 * Rule: E3, E4, E5.
 */
export async function quoteTuition({ body }: RequestOf<typeof contract>, context: CampusContext) {
  const { timeZone } = await loadCampus(context)
  const classGroup = await loadClassGroup(context, body.classGroupId)
  const quotedOn = body.on ?? localDateOf(context.now, timeZone)
  const earlier = await loadEarlier(context, body)
  if (earlier && earlier.enrollment.classGroupId !== body.classGroupId) {
    return refuse('otherClass', { classGroupId: earlier.enrollment.classGroupId })
  }
  const studentId = body.studentId ?? earlier?.enrollment.studentId
  const student = studentId && (await loadStudent(context, studentId))
  const enrolledOn = earlier && localDateOf(priceKeptSince(earlier.enrollment), timeZone)
  const terms = await loadPriceTerms(context, { classGroup, on: quotedOn, student, enrolledOn })
  const quote = quoteTuitionBy(terms, body.centihours)
  if (!quote.ok) return quote
  const hours = body.centihours + (earlier?.ahead ?? 0)
  const charged = { classGroup, centihours: hours, startsOn: earlier?.enrollment.startsOn, on: quotedOn }
  const prepayment = await checkCharge(context, charged)
  if (!prepayment.ok) return prepayment
  const { priceMinor, listPrice, rules } = quote.value
  const { classGroupId, centihours } = body
  const price = { priceMinor, currency: listPrice.currency, listPrice, rules: [...rules] }
  return accept({ classGroupId, centihours, quotedOn, ...price, prepayment: prepayment.value })
}
