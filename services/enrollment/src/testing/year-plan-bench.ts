import { enrollmentBench } from './enrollment-bench.ts'

/** For tests: one year at 12,000.00 (by the list 20,000.00), six at 9,000.00 a year, each with 2,000.00 of deposit. */
const offers = [
  {
    years: 1,
    effectiveFrom: '2026-01-01',
    pricePerYearMinor: 1_200_000,
    listPerYearMinor: 2_000_000,
    depositMinor: 200_000,
  },
  {
    years: 3,
    effectiveFrom: '2026-01-01',
    pricePerYearMinor: 1_000_000,
    listPerYearMinor: 2_000_000,
    depositMinor: 200_000,
  },
  {
    years: 6,
    effectiveFrom: '2026-01-01',
    pricePerYearMinor: 900_000,
    listPerYearMinor: 2_000_000,
    depositMinor: 200_000,
  },
]

/** For tests: a campus that offers year plans, and one student who may sign. */
export async function yearPlanBench() {
  const at = await enrollmentBench()
  await at.put('/policies/year-plan', { offers })
  const studentId = await at.student(1)
  let receipts = 0
  const money = (yearPlanId: string, what: string, amountMinor: number, reference?: string) => {
    receipts += 1
    const body = { amountMinor, means: 'cash', reference: reference ?? `plan-${receipts}` }
    return at.post(`/year-plans/${yearPlanId}/${what}`, body)
  }
  return {
    ...at,
    studentId,
    sign: (years: number, change: Readonly<Record<string, unknown>> = {}) => {
      const perYear = offers.find((offer) => offer.years === years)?.pricePerYearMinor ?? 0
      const agreed = { kind: 'count', count: 1 }
      return at.post('/year-plans', { studentId, years, agreed, quotedPriceMinor: perYear * years, ...change })
    },
    payDeposit: (yearPlanId: string, amountMinor = 200_000) => money(yearPlanId, 'deposit', amountMinor),
    payPlan: (yearPlanId: string, amountMinor: number, reference?: string) =>
      money(yearPlanId, 'payments', amountMinor, reference),
    /** A plan with its deposit held, its first quarter paid and its student in a class of it. */
    async begun(years = 1, change: Readonly<Record<string, unknown>> = {}) {
      const { yearPlanId, instalments } = (await this.sign(years, change)).body
      await this.payDeposit(yearPlanId)
      await this.payPlan(yearPlanId, instalments[0].amountMinor)
      const { classGroupId, courseId } = await at.classGroup({ lessonCount: 3 })
      const { enrollmentId } = (await at.post(`/year-plans/${yearPlanId}/enrollments`, { classGroupId })).body
      const lessonIds = await at.lessons(classGroupId, 3)
      return { yearPlanId, classGroupId, courseId, enrollmentId, lessonIds }
    },
    plan: async (yearPlanId: string) => (await at.get(`/year-plans/${yearPlanId}`)).body,
    exitQuote: async (yearPlanId: string) => (await at.get(`/year-plans/${yearPlanId}/exit-quote`)).body,
    leave: (yearPlanId: string, refundMinor: number) =>
      at.post(`/year-plans/${yearPlanId}/exit`, {
        refundMinor,
        why: { kind: 'loss', reason: 'needGone' },
        reason: 'moves away',
      }),
    shares: async () => (await at.get('/reports/year-plan-shares')).body,
  }
}
