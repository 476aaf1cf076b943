import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { mostPlanClasses } from '@tutelage/shared/contracts/enrollment/year-plan-fields.ts'
import type { enrollUnderPlan as contract } from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import { businessKey } from '@tutelage/shared/ledger/entry.ts'
import { grant } from '@tutelage/shared/ledger/lots.ts'
import { post } from '@tutelage/shared/ledger/posting.ts'
import { findTerm, loadClassGroup, loadListPrices } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { quotePrice } from '../catalogue/list-price.ts'
import { confirmation, enrolled } from '../enrolling/enroll-student.ts'
import { type Enrollment, newAccount } from '../enrolling/enrollment.ts'
import { addEnrollment } from '../enrolling/enrollment-store.ts'
import { enrollmentView } from '../enrolling/read-enrollments.ts'
import { takePlace } from '../enrolling/take-place.ts'
import { hourAsset, hours, hoursSold } from '../lesson-hours/hours-account.ts'
import { appendEntry, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { posted } from '../lesson-hours/lesson-entry.ts'
import { loadStudent } from '../students/student-store.ts'
import { loadProgress } from '../timetable/progress-store.ts'
import { factsOf, keepYearPlan } from './plan-circumstances.ts'
import { isWithin, type YearPlan } from './year-plan.ts'
import { loadYearPlan } from './year-plan-store.ts'

type Request = RequestOf<typeof contract>

/** The account of an enrollment whose hours the plan opens, all at once and without money of their own. */
function openPlanAccount(context: CampusContext, enrollment: Enrollment, { yearPlanId }: YearPlan) {
  const lot = { lotId: yearPlanId, acquiredAt: context.now }
  const amount = enrollment.centihours
  const lines = grant(emptyBook, { account: hours, asset: hourAsset, amount, from: hoursSold, lot })
  const kind = 'planHoursOpened'
  const key = businessKey(kind, yearPlanId, enrollment.enrollmentId)
  const { book, entry } = posted(post(emptyBook, { ...factsOf(context)(), kind, businessKey: key, lines }))
  // Nobody tops these hours up: no reminder that they run low.
  return { account: { ...newAccount(enrollment), book, lowBalanceTold: true }, entry }
}

/** The hours of the lessons that the class has still to hold. */
async function hoursToCome(context: CampusContext, classGroup: ClassGroup): Promise<Centihours> {
  const { held } = (await loadProgress(context, classGroup.classGroupId)).value
  return centihours(Math.max(0, classGroup.lessonCount - held) * classGroup.centihoursPerLesson)
}

function checkPlan({ state, deposit, enrollmentIds }: YearPlan) {
  if (state.status !== 'active') return refuse('planEnded', { status: state.status })
  if (deposit.status !== 'held') return refuse('depositNotHeld', { status: deposit.status })
  if (enrollmentIds.length >= mostPlanClasses) return refuse('tooManyPlanClasses', { most: mostPlanClasses })
  return accept(null)
}

/** The class, in the plan's time, with hours to come and a list price by which used lessons are told. */
async function checkClass(context: CampusContext, plan: YearPlan, classGroup: ClassGroup) {
  const [today, term, toCome, prices] = await Promise.all([
    campusToday(context),
    findTerm(context, classGroup.termId),
    hoursToCome(context, classGroup),
    loadListPrices(context, classGroup.courseId),
  ])
  const startsOn = term && term.startsOn > today ? term.startsOn : today
  const endsOn = term?.endsOn
  if (!isWithin(plan, { startsOn, endsOn })) {
    return refuse('classOutsidePlan', { startsOn, endsOn, planStartsOn: plan.startsOn, planEndsOn: plan.endsOn })
  }
  if (toCome === 0) return refuse('classOver', { lessonCount: classGroup.lessonCount })
  const price = quotePrice(prices, toCome, today)
  if (!price.ok && price.code === 'noListPrice') return refuse('noListPrice', { on: today })
  return accept({ toCome, startsOn })
}

/**
 * Enrolls the student of a plan in a class group: the plan opens the hours, the enrollment has no price of its own.
 * @returns the enrollment, or refuses `planEnded`, `depositNotHeld`, `tooManyPlanClasses`, `classOutsidePlan` with the days of both,
 * `classOver`, `noListPrice`, `alreadyEnrolled`, `classFull`, `otherHorizon`, `notAdmitted`, `studentBusy`, `tooManyClasses`
 * @throws NotFound of the plan or class group
 * Rule: E3, E11.
 */
export async function enrollUnderPlan({ params, body }: Request, context: CampusContext) {
  const { value: plan, version } = await loadYearPlan(context, params.yearPlanId)
  const open = checkPlan(plan)
  if (!open.ok) return open
  const student = await loadStudent(context, plan.studentId)
  const classGroup = await loadClassGroup(context, body.classGroupId)
  const fit = await checkClass(context, plan, classGroup)
  if (!fit.ok) return fit
  const { toCome, startsOn } = fit.value
  const seat = await takePlace(context, { classGroup, studentId: student.studentId, horizon: 'longTerm' })
  if (!seat.ok) return seat
  const enrollmentId = context.ids.next('enrollment')
  const enrollment = {
    enrollmentId,
    ...{ studentId: student.studentId, householdId: student.householdId, leadId: student.leadId },
    ...{ classGroupId: classGroup.classGroupId, courseId: classGroup.courseId, termId: classGroup.termId },
    ...(body.learningManagerId && { learningManagerId: body.learningManagerId }),
    ...{ yearPlanId: plan.yearPlanId, centihours: toCome, priceMinor: amountMinor(0), currency: plan.currency },
    ...{ startsOn, enrolledAt: context.now },
  }
  const { account, entry } = openPlanAccount(context, enrollment, plan)
  const joined = { ...plan, enrollmentIds: [...plan.enrollmentIds, enrollmentId] }
  return accept(
    await context.commit({
      writes: [
        await keepYearPlan(context, { value: joined, version }),
        ...[...addEnrollment(context, enrollment), writeAccount(context, account, 0)],
        appendEntry(context, enrollmentId, entry),
        ...seat.value,
      ],
      events: [enrolled(context, enrollment), await confirmation(context, classGroup, enrollment)],
      answer: enrollmentView(enrollment, account),
    }),
  )
}
