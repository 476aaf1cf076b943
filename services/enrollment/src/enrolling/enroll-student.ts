import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { enrollStudent as contract } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { loadClassGroup, takeSeat } from '../catalogue/catalogue-store.ts'
import { type ClassGroup, checkHorizon } from '../catalogue/class-group.ts'
import { writeAccount } from '../lesson-hours/hours-account-store.ts'
import { leadIdsOf, type Student } from '../students/student.ts'
import { loadStudent } from '../students/student-store.ts'
import { joinTimetable } from '../timetable/join-timetable.ts'
import { listLessons } from '../timetable/lesson-store.ts'
import { confirmationParams } from './confirmation.ts'
import { checkWish, type Enrollment, openAccount } from './enrollment.ts'
import { addEnrollment, addSeat, findSeat } from './enrollment-store.ts'
import { checkCharge, startOf } from './load-charge.ts'
import { loadPriceTerms } from './load-price-terms.ts'
import { newPurchase } from './new-purchase.ts'
import { enrollmentView } from './read-enrollments.ts'
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

async function confirmation(context: CampusContext, classGroup: ClassGroup, enrollment: Enrollment): Promise<NewEvent> {
  const { items } = await listLessons(context, classGroup.classGroupId, { limit: 400 })
  const lessons = items.filter(({ status, startsAt }) => status === 'scheduled' && startsAt >= context.now)
  const messageId = context.ids.next('message')
  const occurrence = { campusId: context.campus.campusId, aggregateId: messageId, aggregateVersion: 1 }
  return happened(messageRequested, occurrence, {
    messageId,
    occasion: `enrolled:${enrollment.enrollmentId}`,
    category: 'receipt',
    channel: 'email',
    template: 'enrollmentConfirmed',
    recipient: { studentId: enrollment.studentId },
    params: confirmationParams(
      enrollment,
      classGroup,
      lessons.map(({ startsAt }) => startsAt),
    ),
  })
}

function enrolled(context: CampusContext, { enrolledAt: _, ...enrollment }: Enrollment): NewEvent {
  const { enrollmentId } = enrollment
  const occurrence = { campusId: context.campus.campusId, aggregateId: enrollmentId, aggregateVersion: 1 }
  return happened(studentEnrolled, occurrence, enrollment)
}

/** What is agreed: who, in which class, at what price, from when. */
interface Agreement extends Pick<Enrollment, 'priceMinor' | 'currency' | 'startsOn'> {
  readonly student: Student
  readonly classGroup: ClassGroup
}

function newEnrollment(context: CampusContext, body: Body, agreement: Agreement): Enrollment {
  const { student, classGroup, priceMinor, currency, startsOn } = agreement
  return {
    enrollmentId: context.ids.next('enrollment'),
    studentId: student.studentId,
    householdId: student.householdId,
    classGroupId: classGroup.classGroupId,
    courseId: classGroup.courseId,
    termId: classGroup.termId,
    leadId: student.leadId,
    ...(body.learningManagerId && { learningManagerId: body.learningManagerId }),
    centihours: body.centihours,
    priceMinor,
    currency,
    startsOn,
    enrolledAt: context.now,
  }
}

/**
 * Enrolls a student in a class group: takes a seat, keeps the price of today, opens the account of hours, and confirms by
 * email with timetable and preparation notes.
 * @returns the enrollment, or refuses `leadNotTheirs`, `alreadyEnrolled`, `classFull`, `priceChanged` (see `checkWish`), `noListPrice`,
 * `nothingToPay` (see `quoteTuitionBy`), `planNotThePrice` (see `planFor`), a charge beyond the prepayment policy (see `checkPrepayment`), `otherHorizon` (see `checkHorizon`), `studentBusy`, `tooManyClasses` (see `joinTimetable`)
 * @throws NotFound of the student or class group
 * Rule: E1, E2, E3, E4, E5.
 */
export async function enrollStudent({ body }: RequestOf<typeof contract>, context: CampusContext) {
  const student = await loadStudent(context, body.studentId)
  if (body.leadId && !leadIdsOf(student).includes(body.leadId)) return refuse('leadNotTheirs', { leadId: body.leadId })
  const classGroup = await loadClassGroup(context, body.classGroupId)
  const price = await priceToday(context, classGroup, { body, student })
  if (!price.ok) return price
  const { quote, today } = price.value
  const { priceMinor, listPrice } = quote
  const seat = (await findSeat(context, body.classGroupId, student.studentId))?.value.enrollmentId
  const wish = checkWish({ classGroup, seat, priceMinor, quotedPriceMinor: body.quotedPriceMinor })
  if (!wish.ok) return wish
  const horizon = checkHorizon(classGroup, body.horizon)
  if (!horizon.ok) return horizon
  const time = await joinTimetable(context, student.studentId, classGroup)
  if (!time.ok) return time
  const prepayment = await checkCharge(context, { classGroup, centihours: body.centihours })
  if (!prepayment.ok) return prepayment
  const startsOn = await startOf(context, classGroup, today)
  const { currency } = listPrice
  const enrollment = newEnrollment(context, body, { student, classGroup, priceMinor, currency, startsOn })
  const { enrollmentId, centihours } = enrollment
  const agreed = await newPurchase(context, { enrollmentId, centihours, quote, plan: body.plan, today })
  if (!agreed.ok) return agreed
  const account = openAccount(enrollment, agreed.value.purchase.purchaseId)
  return accept(
    await context.commit({
      writes: [
        addEnrollment(context, enrollment),
        addSeat(context, enrollment),
        takeSeat(context, classGroup),
        ...time.value,
        writeAccount(context, account, 0),
        agreed.value.write,
      ],
      events: [enrolled(context, enrollment), await confirmation(context, classGroup, enrollment)],
      answer: enrollmentView(enrollment, account),
    }),
  )
}
