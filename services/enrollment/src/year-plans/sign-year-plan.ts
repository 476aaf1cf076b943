import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { yearPlanSigned } from '@tutelage/shared/contracts/enrollment/year-plan-events.ts'
import type {
  quoteYearPlan as quoteContract,
  signYearPlan as signContract,
} from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import { findCourse } from '../catalogue/catalogue-store.ts'
import { prepaymentPolicy } from '../enrolling/policy.ts'
import { findAnnualStudent, writeAnnualStudent } from '../students/annual-student-store.ts'
import { findHonoraryStudent } from '../students/honorary-student-store.ts'
import type { Student } from '../students/student.ts'
import { loadStudent } from '../students/student-store.ts'
import { keepYearPlan, planOccurrence, planOf, planView } from './plan-circumstances.ts'
import { countPlanStandingFrom, loadPlanStanding } from './plan-share-store.ts'
import { yearPlanPolicy } from './policy.ts'
import { armReminders } from './remind-instalment.ts'
import { quoteYearPlanBy, type YearPlan, type YearPlanQuote } from './year-plan.ts'

interface Asked {
  readonly years: number
  readonly startsOn: LocalDate
  readonly on: LocalDate
  readonly student?: Student | undefined
}

async function quoteFor(context: CampusContext, { student, ...asked }: Asked) {
  const [offers, prepayment, kept] = await Promise.all([
    yearPlanPolicy.load(context),
    prepaymentPolicy.load(context),
    student && findHonoraryStudent(context, student.studentId),
  ])
  return quoteYearPlanBy(offers, prepayment, { ...asked, kept })
}

/**
 * What a year plan costs on a day of the campus's calendar, with its instalments; changes nothing.
 * @returns the quote, or refuses `noOffer`
 * @throws NotFound of the student
 * Rule: E11.
 */
export async function quoteYearPlan({ body }: RequestOf<typeof quoteContract>, context: CampusContext) {
  const [{ currency }, today] = await Promise.all([loadCampus(context), campusToday(context)])
  const student = body.studentId && (await loadStudent(context, body.studentId))
  const on = body.on ?? today
  const quote = await quoteFor(context, { years: body.years, startsOn: body.startsOn ?? on, on, student })
  return quote.ok ? accept({ ...quote.value, instalments: [...quote.value.instalments], currency }) : quote
}

function newPlan(
  context: CampusContext,
  {
    quote,
    student,
    ...signed
  }: { quote: YearPlanQuote; student: Student } & Pick<YearPlan, 'agreed' | 'currency' | 'signedOn'>,
): YearPlan {
  const { effectiveFrom: _, honorary: __, ...price } = quote
  return {
    yearPlanId: context.ids.next('yearPlan'),
    ...{ studentId: student.studentId, householdId: student.householdId },
    ...price,
    ...signed,
    completed: [],
    enrollmentIds: [],
    receivedMinor: amountMinor(0),
    deposit: { status: 'due' },
    state: { status: 'active' },
    settlements: 0,
    book: emptyBook,
  }
}

/** @throws NotFound of a course */
async function checkCourses(context: CampusContext, courseIds: readonly Id<'course'>[]): Promise<void> {
  const courses = await Promise.all(courseIds.map((courseId) => findCourse(context, courseId)))
  if (courses.some((course) => course === undefined)) throw new NotFound('course')
}

/** The student is an annual one until the plan's last day, or until a later day that was so before. Rule: Y3. */
async function becomesAnnual(context: CampusContext, { studentId, endsOn }: YearPlan) {
  const known = await findAnnualStudent(context, studentId)
  const until = known && known.value.until > endsOn ? known.value.until : endsOn
  return writeAnnualStudent(context, { studentId, until }, known?.version ?? 0)
}

/**
 * Signs a year plan: the price of today stays, the student is an annual one and counted among those on a plan.
 * @returns the plan, or refuses `noOffer`, `priceChanged` with both prices, `planOpen` when the student has one,
 * `startsInThePast`
 * @throws NotFound of the student or a course
 * Rule: E11.
 */
export async function signYearPlan({ body }: RequestOf<typeof signContract>, context: CampusContext) {
  const { years, agreed, quotedPriceMinor } = body
  const student = await loadStudent(context, body.studentId)
  const [{ currency }, today] = await Promise.all([loadCampus(context), campusToday(context)])
  const startsOn = body.startsOn ?? today
  if (startsOn < today) return refuse('startsInThePast', { startsOn, today })
  if (agreed.kind === 'courses') await checkCourses(context, agreed.courseIds)
  const counted = await loadPlanStanding(context, student.studentId)
  if (counted.value.years > 0) return refuse('planOpen', { years: counted.value.years })
  const quote = await quoteFor(context, { years, startsOn, on: today, student })
  if (!quote.ok) return quote
  const { priceMinor } = quote.value
  if (priceMinor !== quotedPriceMinor) return refuse('priceChanged', { quotedPriceMinor, priceMinor })
  const plan = newPlan(context, { quote: quote.value, student, agreed, currency, signedOn: today })
  const { depositMinor, endsOn } = plan
  const told = { ...planOf(plan), years, priceMinor, depositMinor, currency, startsOn, endsOn }
  return accept(
    await context.commit({
      writes: [
        await keepYearPlan(context, { value: plan, version: 0 }),
        await becomesAnnual(context, plan),
        await armReminders(context, plan),
        ...(await countPlanStandingFrom(context, student.studentId, { counted, change: { years } })),
      ],
      events: [happened(yearPlanSigned, planOccurrence(context, { value: plan, version: 0 }), told)],
      answer: planView(plan),
    }),
  )
}
