import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { enrollStudent as contract } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import type { AmountMinor } from '@tutelage/shared/kernel/money.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { writeAccount } from '../lesson-hours/hours-account-store.ts'
import type { Purchase } from '../lesson-hours/purchase-store.ts'
import { leadIdsOf, type Student } from '../students/student.ts'
import { loadStudent } from '../students/student-store.ts'
import { listLessons } from '../timetable/lesson-store.ts'
import { confirmationParams } from './confirmation.ts'
import type { Ending } from './end-enrollment.ts'
import { type Enrollment, openAccount } from './enrollment.ts'
import { addEnrollment } from './enrollment-store.ts'
import { checkCharge, startOf } from './load-charge.ts'
import { loadPriceTerms } from './load-price-terms.ts'
import { newPurchase } from './new-purchase.ts'
import { enrollmentView } from './read-enrollments.ts'
import { takePlace } from './take-place.ts'
import { quoteTuitionBy } from './tuition-quote.ts'

type Body = RequestOf<typeof contract>['body']

/** The price of today for this student, and today; both by the campus's calendar. */
async function priceToday(
  context: CampusContext,
  classGroup: ClassGroup,
  { body, student }: { body: Body; student: Student },
) {
  const today = await campusToday(context)
  const quote = quoteTuitionBy(await loadPriceTerms(context, { classGroup, on: today, student }), body.centihours)
  return quote.ok ? accept({ quote: quote.value, today }) : quote
}

/** Asks that the family be told when the lessons are, and what to bring. */
export async function confirmation(
  context: CampusContext,
  classGroup: ClassGroup,
  enrollment: Enrollment,
): Promise<NewEvent> {
  const { items } = await listLessons(context, classGroup.classGroupId, { limit: 400 })
  const lessons = items.filter(({ status, startsAt }) => status === 'scheduled' && startsAt >= context.now)
  return requestMessage(context, {
    occasion: `enrolled:${enrollment.enrollmentId}`,
    category: 'receipt',
    template: 'enrollmentConfirmed',
    recipient: { studentId: enrollment.studentId },
    params: confirmationParams(
      enrollment,
      classGroup,
      lessons.map(({ startsAt }) => startsAt),
    ),
  })
}

/** Tells that a student sits in a class from now on. */
export function enrolled(
  context: CampusContext,
  { enrolledAt: _, yearPlanId: __, pricedAt: ___, ...enrollment }: Enrollment,
): NewEvent {
  const { enrollmentId } = enrollment
  const occurrence = { campusId: context.campus.campusId, aggregateId: enrollmentId, aggregateVersion: 1 }
  return happened(studentEnrolled, occurrence, enrollment)
}

/** Who is to be enrolled, and in which class. */
interface Wanted {
  readonly body: Body
  readonly student: Student
  readonly classGroup: ClassGroup
}

/** Whether the student may sit in the class at this price: their lead, the seat (see `takePlace`), and what the family was told. */
async function seatFor(context: CampusContext, { body, student, classGroup }: Wanted, priceMinor: AmountMinor) {
  const { leadId, horizon, quotedPriceMinor } = body
  if (leadId && !leadIdsOf(student).includes(leadId)) return refuse('leadNotTheirs', { leadId })
  const place = await takePlace(context, { classGroup, studentId: student.studentId, horizon })
  if (!place.ok) return place
  const isAsTold = quotedPriceMinor === undefined || quotedPriceMinor === priceMinor
  return isAsTold ? place : refuse('priceChanged', { quotedPriceMinor, priceMinor })
}

/** What is agreed on: the price of today, within what may be charged ahead, and by when it is to be paid. */
async function agreeOn(context: CampusContext, { body, student, classGroup }: Wanted) {
  const { centihours } = body
  const price = await priceToday(context, classGroup, { body, student })
  if (!price.ok) return price
  const prepayment = await checkCharge(context, { classGroup, centihours })
  if (!prepayment.ok) return prepayment
  const { quote, today } = price.value
  const enrollmentId = context.ids.next('enrollment')
  const agreed = await newPurchase(context, { enrollmentId, centihours, quote, plan: body.plan, today })
  if (!agreed.ok) return agreed
  const startsOn = await startOf(context, classGroup, today)
  return accept({ enrollmentId, startsOn, ...agreed.value })
}

type Agreement = Pick<Purchase, 'enrollmentId' | 'centihours' | 'priceMinor' | 'currency'> & {
  readonly startsOn: LocalDate
}

function newEnrollment(context: CampusContext, { body, student, classGroup }: Wanted, agreed: Agreement): Enrollment {
  const { enrollmentId, centihours, priceMinor, currency, startsOn } = agreed
  return {
    enrollmentId,
    studentId: student.studentId,
    householdId: student.householdId,
    classGroupId: classGroup.classGroupId,
    courseId: classGroup.courseId,
    termId: classGroup.termId,
    leadId: student.leadId,
    ...(body.learningManagerId && { learningManagerId: body.learningManagerId }),
    ...{ centihours, priceMinor, currency, startsOn },
    enrolledAt: context.now,
  }
}

/** What else belongs to the commit of a new enrollment. */
interface Along {
  /** What the cause of the enrollment writes and tells. */
  readonly also?: (enrollment: Enrollment) => Promise<Ending>
}

/**
 * Enrolls a student in a seat that is free, or that was kept for them.
 * @returns as `enrollStudent`
 */
export async function enroll(context: CampusContext, body: Body, { also }: Along = {}) {
  const student = await loadStudent(context, body.studentId)
  const classGroup = await loadClassGroup(context, body.classGroupId)
  const wanted = { body, student, classGroup }
  const agreed = await agreeOn(context, wanted)
  if (!agreed.ok) return agreed
  const { purchase, write, startsOn } = agreed.value
  const seat = await seatFor(context, wanted, purchase.priceMinor)
  if (!seat.ok) return seat
  const enrollment = newEnrollment(context, wanted, { ...purchase, startsOn })
  const account = openAccount(enrollment, purchase.purchaseId)
  const own = [...addEnrollment(context, enrollment), writeAccount(context, account, 0)]
  const along = (await also?.(enrollment)) ?? { writes: [], events: [] }
  return accept(
    await context.commit({
      writes: [...along.writes, ...own, write, ...seat.value],
      events: [enrolled(context, enrollment), await confirmation(context, classGroup, enrollment), ...along.events],
      answer: enrollmentView(enrollment, account),
    }),
  )
}

/**
 * Enrolls a student in a class group: takes a seat, keeps the price of today, opens the account of hours, and confirms by
 * email with timetable and preparation notes.
 * @returns the enrollment, or refuses `leadNotTheirs`, as `takePlace`, `priceChanged` with both prices, `noListPrice`,
 * `nothingToPay` (see `quoteTuitionBy`), `planNotThePrice` (see `planFor`), a charge beyond the prepayment policy (see
 * `checkPrepayment`)
 * @throws NotFound of the student or class group
 * Rule: E1, E2, E3, E4, E5.
 */
export const enrollStudent = ({ body }: RequestOf<typeof contract>, context: CampusContext) => enroll(context, body)
