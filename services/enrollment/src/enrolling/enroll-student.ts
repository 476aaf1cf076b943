import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { enrollStudent as contract } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { findTerm, loadClassGroup, loadListPrices, takeSeat } from '../catalogue/catalogue-store.ts'
import { type ClassGroup, checkHorizon } from '../catalogue/class-group.ts'
import { quotePrice } from '../catalogue/list-price.ts'
import { writeAccount } from '../lesson-hours/hours-account-store.ts'
import { leadIdsOf, type Student } from '../students/student.ts'
import { loadStudent } from '../students/student-store.ts'
import { joinTimetable } from '../timetable/join-timetable.ts'
import { listLessons } from '../timetable/lesson-store.ts'
import { confirmationParams } from './confirmation.ts'
import { checkWish, type Enrollment, openAccount } from './enrollment.ts'
import { addEnrollment, addSeat, findSeat } from './enrollment-store.ts'
import { enrollmentView } from './read-enrollments.ts'

type Body = RequestOf<typeof contract>['body']

/** The price of today, and today; both by the campus's calendar. */
async function priceToday(context: CampusContext, classGroup: ClassGroup, { centihours }: Body) {
  const { timeZone } = await loadCampus(context)
  const today = localDateOf(context.now, timeZone)
  const quote = quotePrice(await loadListPrices(context, classGroup.courseId), centihours, today)
  return quote.ok ? accept({ ...quote.value, today }) : quote
}

/** The term's first day, or today in a term that has begun. */
async function startOf(context: CampusContext, { termId }: ClassGroup, today: Enrollment['startsOn']) {
  const startsOn = (await findTerm(context, termId))?.startsOn ?? today
  return startsOn > today ? startsOn : today
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
 * Enrolls a student in a class group: takes a seat, keeps today's list price, opens the account of hours, and confirms by
 * email with timetable and preparation notes.
 * @returns the enrollment, or refuses `leadNotTheirs`, `alreadyEnrolled`, `classFull`, `priceChanged` (see `checkWish`), `noListPrice`,
 * `nothingToPay` (see `quotePrice`), `otherHorizon` (see `checkHorizon`), `studentBusy`, `tooManyClasses` (see `joinTimetable`)
 * @throws NotFound of the student or class group
 * Rule: E1, E2, E3, E4.
 */
export async function enrollStudent({ body }: RequestOf<typeof contract>, context: CampusContext) {
  const student = await loadStudent(context, body.studentId)
  if (body.leadId && !leadIdsOf(student).includes(body.leadId)) return refuse('leadNotTheirs', { leadId: body.leadId })
  const classGroup = await loadClassGroup(context, body.classGroupId)
  const price = await priceToday(context, classGroup, body)
  if (!price.ok) return price
  const { priceMinor, listPrice, today } = price.value
  const seat = (await findSeat(context, body.classGroupId, student.studentId))?.value.enrollmentId
  const wish = checkWish({ classGroup, seat, priceMinor, quotedPriceMinor: body.quotedPriceMinor })
  if (!wish.ok) return wish
  const horizon = checkHorizon(classGroup, body.horizon)
  if (!horizon.ok) return horizon
  const time = await joinTimetable(context, student.studentId, classGroup)
  if (!time.ok) return time
  const startsOn = await startOf(context, classGroup, today)
  const { currency } = listPrice
  const enrollment = newEnrollment(context, body, { student, classGroup, priceMinor, currency, startsOn })
  const account = openAccount(enrollment, context.ids.next('purchase'))
  return accept(
    await context.commit({
      writes: [
        addEnrollment(context, enrollment),
        addSeat(context, enrollment),
        takeSeat(context, classGroup),
        ...time.value,
        writeAccount(context, account, 0),
      ],
      events: [enrolled(context, enrollment), await confirmation(context, classGroup, enrollment)],
      answer: enrollmentView(enrollment, account),
    }),
  )
}
