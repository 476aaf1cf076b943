import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { loadListPrices } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { loadRegisteredExams } from '../exams/registered-exam-store.ts'
import { findAnnualStudent } from '../students/annual-student-store.ts'
import { findHonoraryStudent, type HonoraryStudent } from '../students/honorary-student-store.ts'
import { findTier } from '../students/household-tier-store.ts'
import type { Student } from '../students/student.ts'
import { discountPolicy, priceLockPolicy } from './policy.ts'
import {
  discountFor,
  honoraryDiscount,
  type KeptPrice,
  keptForExams,
  larger,
  type PriceTerms,
} from './tuition-quote.ts'

/** Whom a price is for. */
interface PriceFor {
  readonly classGroup: ClassGroup
  readonly on: LocalDate
  /** Whose discounts and exams count; nobody's, when it is not known who asks. */
  readonly student?: Student | undefined
  /** The day on which the enrollment was made whose price is kept. */
  readonly enrolledOn?: LocalDate | undefined
}

async function keptFor(context: CampusContext, { on, student, enrolledOn }: PriceFor): Promise<readonly KeptPrice[]> {
  const policy = await priceLockPolicy.load(context)
  const to = addDays(on, policy.daysBeforeExam)
  const exams = student ? await loadRegisteredExams(context, student.studentId, { from: on, to }) : []
  const ofExams = keptForExams(exams, { today: on, daysBefore: policy.daysBeforeExam })
  if (!enrolledOn || !policy.moreHoursKeepPrice) return ofExams
  return [{ rule: 'enrollmentPrice', priceOf: enrolledOn }, ...ofExams]
}

async function discountOf(context: CampusContext, { on, student }: PriceFor, honorary: HonoraryStudent | undefined) {
  if (!student) return undefined
  const [policy, tier, annual] = await Promise.all([
    discountPolicy.load(context),
    findTier(context, student.householdId),
    findAnnualStudent(context, student.studentId),
  ])
  const isAnnual = annual !== undefined && on <= annual.value.until
  const discount = discountFor(policy, { tier: tier?.value.tier, isAnnual })
  return honorary ? larger(honoraryDiscount(honorary), discount) : discount
}

/** Everything that makes the price of a course for a student on a day. Rule: E4, Y3. */
export async function loadPriceTerms(context: CampusContext, asked: PriceFor): Promise<PriceTerms> {
  const honorary = asked.student && (await findHonoraryStudent(context, asked.student.studentId))
  const [prices, kept, discount] = await Promise.all([
    loadListPrices(context, asked.classGroup.courseId),
    keptFor(context, asked),
    discountOf(context, asked, honorary),
  ])
  // An honorary student keeps the price of the six-year plan: the list of its day, less what the plan was cheaper.
  const ofPlan = honorary ? [{ rule: 'honoraryPrice' as const, priceOf: honorary.priceOf }] : []
  return { prices, on: asked.on, kept: [...ofPlan, ...kept], discount }
}
