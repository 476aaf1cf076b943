import {
  courseCompleted,
  enrollmentTerminated,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import * as events from '@tutelage/shared/contracts/enrollment/year-plan-events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { describe, expect, test } from 'vitest'
import { evening, problem } from '../testing/enrollment-bench.ts'
import { yearPlanBench } from '../testing/year-plan-bench.ts'

describe('E11: year plans', () => {
  test('a plan is priced by time, and its instalments keep within what may be charged ahead', async () => {
    const at = await yearPlanBench()
    const quote = (await at.post('/year-plans/quotes', { years: 3 })).body
    expect(quote).toMatchObject({
      priceMinor: 3_000_000,
      listMinor: 6_000_000,
      startsOn: '2026-03-02',
      endsOn: '2029-03-01',
    })
    expect(quote.instalments).toHaveLength(12)
    expect(quote.instalments[1]).toEqual({ dueOn: '2026-06-02', amountMinor: 250_000 })
    expect((await at.post('/year-plans/quotes', { years: 2 })).body.type).toBe(problem('noOffer'))
    expect((await at.post('/year-plans/quotes', { years: 3, on: '2025-12-31' })).body.type).toBe(problem('noOffer'))
  })

  test('who signs has the quoted price, one plan at a time, and is told of once', async () => {
    const at = await yearPlanBench()
    expect((await at.sign(1, { quotedPriceMinor: 1 })).body.type).toBe(problem('priceChanged'))
    const plan = (await at.sign(1)).body
    expect(plan).toMatchObject({
      years: 1,
      priceMinor: 1_200_000,
      deposit: { status: 'due' },
      state: { status: 'active' },
    })
    expect((await at.sign(3)).body.type).toBe(problem('planOpen'))
    const told = at.eventsOf(events.yearPlanSigned).map(({ data }) => data)
    expect(told).toEqual([expect.objectContaining({ yearPlanId: plan.yearPlanId, years: 1, priceMinor: 1_200_000 })])
  })

  test('the deposit is paid whole and once, before tuition and before any class', async () => {
    const at = await yearPlanBench()
    const { yearPlanId } = (await at.sign(1)).body
    const { classGroupId } = await at.classGroup()
    const enroll = () => at.post(`/year-plans/${yearPlanId}/enrollments`, { classGroupId })
    expect((await at.payPlan(yearPlanId, 100)).body.type).toBe(problem('depositNotHeld'))
    expect((await enroll()).body.type).toBe(problem('depositNotHeld'))
    expect((await at.payDeposit(yearPlanId, 199_999)).body.type).toBe(problem('notTheDeposit'))
    expect((await at.payDeposit(yearPlanId)).status).toBe(201)
    expect((await at.payDeposit(yearPlanId)).body.type).toBe(problem('depositNotDue'))
    expect((await enroll()).status).toBe(201)
    expect(at.eventsOf(events.depositHeld)).toHaveLength(1)
    expect((await at.plan(yearPlanId)).money).toMatchObject({ depositHeldMinor: 200_000, prepaidMinor: 0 })
  })

  test('tuition is charged no more months ahead than the campus may, and a reference pays once', async () => {
    const at = await yearPlanBench()
    const { yearPlanId } = (await at.sign(1)).body
    await at.payDeposit(yearPlanId)
    const tooMuch = await at.payPlan(yearPlanId, 300_001)
    expect(tooMuch.body).toMatchObject({ status: 409, type: problem('prepaymentTooManyMonths') })
    expect((await at.payPlan(yearPlanId, 300_000, 'bank-1')).status).toBe(201)
    expect((await at.payPlan(yearPlanId, 1, 'bank-1')).body.type).toBe(problem('prepaymentTooManyMonths'))
    at.clock.advance(92 * dayMs)
    expect((await at.payPlan(yearPlanId, 300_000, 'bank-1')).body.type).toBe(problem('referenceUsed'))
    expect((await at.payPlan(yearPlanId, 300_000)).status).toBe(201)
    expect(at.eventsOf(tuitionPaid).map(({ data }) => data.yearPlanId)).toEqual([yearPlanId, yearPlanId])
    expect((await at.payPlan(yearPlanId, 900_000)).body.type).toBe(problem('overpaid'))
  })

  test('the plan opens the hours of a class, and used lessons are shown at the list price of their days', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, courseId, enrollmentId, lessonIds } = await at.begun()
    const raised = { effectiveFrom: '2026-03-03', amountMinor: 30_000, perCentihours: 100 }
    await at.post(`/courses/${courseId}/list-prices`, raised)
    expect((await at.balance(enrollmentId)).hours.remainingCentihours).toBe(600)
    at.clock.set(evening(1))
    await at.mark(lessonIds[0] ?? '', { [at.studentId]: 'attended' })
    await at.mark(lessonIds[1] ?? '', { [at.studentId]: 'attended' })
    expect((await at.balance(enrollmentId)).hours.remainingCentihours).toBe(200)
    const more = await at.post(`/enrollments/${enrollmentId}/purchases`, { centihours: 200 })
    expect(more.body).toMatchObject({ status: 409, type: problem('ofYearPlan') })
    expect(await at.plan(yearPlanId)).toMatchObject({ usedLessons: 2, usedCentihours: 400, usedListMinor: 100_000 })
  })

  test('who leaves early is charged the used lessons at list price, loses the deposit whole, and gets the rest as quoted', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, enrollmentId, lessonIds } = await at.begun()
    at.clock.set(evening(0))
    await at.mark(lessonIds[0] ?? '', { [at.studentId]: 'attended' })
    const quote = await at.exitQuote(yearPlanId)
    expect(quote).toMatchObject({
      ...{ paidMinor: 300_000, usedListMinor: 40_000, earnedMinor: 24_000, discountClawbackMinor: 16_000 },
      ...{ uncoveredMinor: 0, forfeitedDepositMinor: 200_000, refundMinor: 260_000 },
    })
    expect(await at.exitQuote(yearPlanId)).toEqual(quote)
    expect((await at.leave(yearPlanId, 259_999)).body).toMatchObject({ status: 409, type: problem('amountChanged') })
    const left = await at.leave(yearPlanId, 260_000)
    expect([left.status, left.body]).toEqual([201, quote])
    expect(at.eventsOf(events.depositForfeited).map(({ data }) => data.amountMinor)).toEqual([200_000])
    const refunds = at.eventsOf(tuitionRefunded).map(({ data }) => data)
    expect(refunds).toEqual([
      expect.objectContaining({ yearPlanId, amountMinor: 260_000, paymentAmountMinor: 300_000 }),
    ])
    const { money, deposit } = await at.plan(yearPlanId)
    expect(money).toEqual({ prepaidMinor: 0, incomeMinor: 40_000, refundedMinor: 260_000, depositHeldMinor: 0 })
    expect(deposit.status).toBe('forfeited')
    expect((await at.get(`/enrollments/${enrollmentId}`)).body.status).toBe('terminated')
    const why = { kind: 'loss', reason: 'needGone' }
    expect(at.eventsOf(enrollmentTerminated).map(({ data }) => data)).toEqual([
      expect.objectContaining({ enrollmentId, why }),
    ])
    expect((await at.leave(yearPlanId, 0)).body.type).toBe(problem('planEnded'))
  })

  test('a price that is set later changes nothing of what leaving costs for lessons before it', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, courseId, lessonIds } = await at.begun()
    at.clock.set(evening(0))
    await at.mark(lessonIds[0] ?? '', { [at.studentId]: 'attended' })
    const quote = await at.exitQuote(yearPlanId)
    at.clock.set(evening(20))
    const raised = { amountMinor: 60_000, perCentihours: 100 }
    for (const effectiveFrom of ['2026-03-01', '2026-03-22']) {
      await at.post(`/courses/${courseId}/list-prices`, { ...raised, effectiveFrom })
    }
    expect(await at.exitQuote(yearPlanId)).toEqual(quote)
  })

  test('a lesson marked between quote and exit makes it another amount', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, lessonIds } = await at.begun()
    const { refundMinor } = await at.exitQuote(yearPlanId)
    at.clock.set(evening(0))
    await at.mark(lessonIds[0] ?? '', { [at.studentId]: 'attended' })
    expect((await at.leave(yearPlanId, refundMinor)).body.type).toBe(problem('amountChanged'))
  })

  test('who used more than was paid gets nothing back and is asked for nothing', async () => {
    const at = await yearPlanBench()
    const { yearPlanId } = (await at.sign(1)).body
    await at.payDeposit(yearPlanId)
    await at.payPlan(yearPlanId, 10_000)
    const { classGroupId } = await at.classGroup({ lessonCount: 3 })
    await at.post(`/year-plans/${yearPlanId}/enrollments`, { classGroupId })
    const [first = ''] = await at.lessons(classGroupId, 1)
    at.clock.set(evening(0))
    await at.mark(first, { [at.studentId]: 'attended' })
    expect(await at.exitQuote(yearPlanId)).toMatchObject({ refundMinor: 0, uncoveredMinor: 30_000, shares: [] })
    expect((await at.leave(yearPlanId, 0)).status).toBe(201)
  })

  test('several classes end in one exit, and their seats are free', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, classGroupId } = await at.begun()
    const other = await at.classGroup({ lessonCount: 3 })
    await at.post(`/year-plans/${yearPlanId}/enrollments`, { classGroupId: other.classGroupId })
    expect((await at.leave(yearPlanId, 300_000)).status).toBe(201)
    for (const id of [classGroupId, other.classGroupId]) {
      expect((await at.get(`/class-groups/${id}/enrollments`)).body.items).toEqual([])
    }
    expect(await at.shares()).toMatchObject({ students: 0, onYearPlan: { students: 0 } })
  })
})

/** The last lesson is held, and the service hears of its own event. */
async function complete(at: Awaited<ReturnType<typeof yearPlanBench>>, lessonIds: readonly string[]) {
  at.clock.set(evening(2))
  for (const lessonId of lessonIds) await at.mark(lessonId, { [at.studentId]: 'attended' })
  const [told] = at.eventsOf(courseCompleted)
  if (!told) throw new Error('no course was completed')
  await at.deliver(courseCompleted, told.data)
  return told.data
}

describe('E11: classes of a year plan', () => {
  test('a plan is priced by time: it opens no class that lies outside of it, and one that straddles its end', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, endsOn } = (await at.sign(1, { startsOn: '2026-04-01' })).body
    expect(endsOn).toBe('2027-03-31')
    await at.payDeposit(yearPlanId)
    const enroll = async (startsOn: string, lastDay: string) => {
      const title = { 'zh-CN': '学期', en: 'Term' }
      const { termId } = (await at.post('/terms', { title, startsOn, endsOn: lastDay })).body
      const { classGroupId } = await at.classGroup({ termId })
      return at.post(`/year-plans/${yearPlanId}/enrollments`, { classGroupId })
    }
    const refused = { status: 409, type: problem('classOutsidePlan') }
    expect((await enroll('2027-04-01', '2027-08-31')).body).toMatchObject(refused)
    expect((await enroll('2026-03-01', '2026-03-31')).body).toMatchObject(refused)
    expect((await enroll('2027-03-31', '2027-08-31')).status).toBe(201)
    expect((await enroll('2026-03-01', '2026-04-01')).status).toBe(201)
    at.clock.set('2027-04-01T02:00:00Z')
    expect((await enroll('2027-03-01', '2027-08-31')).body).toMatchObject(refused)
  })

  test('an elite class admits a student of a plan as it admits any other', async () => {
    const at = await yearPlanBench()
    const { yearPlanId } = await at.begun()
    const { classGroupId } = await at.classGroup({ kind: 'elite' })
    const refused = await at.post(`/year-plans/${yearPlanId}/enrollments`, { classGroupId })
    expect(refused.body).toMatchObject({ status: 409, type: problem('notAdmitted') })
  })

  test('a class of a plan that ends by itself refunds nothing, and the plan goes on', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, enrollmentId } = await at.begun()
    expect((await at.get(`/enrollments/${enrollmentId}/termination-preview`)).body.amountMinor).toBe(0)
    const why = { kind: 'loss', reason: 'needGone' }
    expect((await at.post(`/enrollments/${enrollmentId}/termination`, { why, refundMinor: 0 })).status).toBe(201)
    const { state, money } = await at.plan(yearPlanId)
    expect([state.status, money.prepaidMinor]).toEqual(['active', 300_000])
    expect(await at.shares()).toMatchObject({ students: 1, onYearPlan: { students: 1 } })
  })

  test('what a campus holds prepaid counts the tuition of plans, and not their deposits', async () => {
    const at = await yearPlanBench()
    await at.begun()
    const { prepaidMinor } = (await at.get('/prepaid?on=2026-03-02')).body
    expect(prepaidMinor).toBe(300_000)
  })
})

describe('E11: the end of a year plan', () => {
  test('with the agreed courses completed the deposit goes back whole, once, and what was paid is income', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, lessonIds } = await at.begun()
    const completed = await complete(at, lessonIds)
    await at.deliver(courseCompleted, completed)
    const { state, deposit, money } = await at.plan(yearPlanId)
    expect([state.status, deposit.status]).toEqual(['completed', 'refunded'])
    expect(money).toEqual({ prepaidMinor: 0, incomeMinor: 300_000, refundedMinor: 0, depositHeldMinor: 0 })
    expect(at.eventsOf(events.depositRefunded).map(({ data }) => data.amountMinor)).toEqual([200_000])
    expect(at.eventsOf(events.honoraryStudentNamed)).toEqual([])
    at.clock.advance(100 * dayMs)
    await at.payPlan(yearPlanId, 900_000)
    expect((await at.plan(yearPlanId)).money).toMatchObject({ prepaidMinor: 0, incomeMinor: 1_200_000 })
  })

  test('a course that is told of twice is completed once', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, lessonIds } = await at.begun(1, { agreed: { kind: 'count', count: 2 } })
    await at.deliver(courseCompleted, await complete(at, lessonIds))
    const { state, completed } = await at.plan(yearPlanId)
    expect([state.status, completed.length]).toEqual(['active', 1])
  })

  test('named courses are completed by themselves, not by others', async () => {
    const at = await yearPlanBench()
    const other = await at.classGroup()
    const { yearPlanId, lessonIds } = await at.begun(1, { agreed: { kind: 'courses', courseIds: [other.courseId] } })
    await complete(at, lessonIds)
    const { state, deposit, completed } = await at.plan(yearPlanId)
    expect([state.status, deposit.status, completed.length]).toEqual(['active', 'held', 1])
  })

  test('six completed years make an honorary student, who keeps the six-year price', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, courseId, classGroupId, lessonIds } = await at.begun(6)
    await complete(at, lessonIds)
    const named = () => at.eventsOf(events.honoraryStudentNamed).map(({ data }) => data)
    for (const lastDay of ['2026-03-05', '2032-03-01']) {
      at.clock.set(`${lastDay}T15:00:00Z`)
      await at.lookAtDue()
      expect(named()).toEqual([])
    }
    at.clock.set('2032-03-02T01:00:00Z')
    await at.lookAtDue()
    await at.lookAtDue()
    expect(named()).toEqual([expect.objectContaining({ yearPlanId, studentId: at.studentId })])
    const raised = { effectiveFrom: '2032-03-02', amountMinor: 40_000, perCentihours: 100 }
    await at.post(`/courses/${courseId}/list-prices`, raised)
    const asked = { classGroupId, centihours: 100, studentId: at.studentId }
    const { priceMinor, rules } = (await at.post('/quotes', asked)).body
    expect(priceMinor).toBe(9_000)
    expect(rules.map(({ rule }: { rule: string }) => rule)).toEqual(['listPrice', 'honoraryPrice', 'honoraryDiscount'])
    const year = (await at.post('/year-plans/quotes', { years: 1, studentId: at.studentId })).body
    expect(year).toMatchObject({ priceMinor: 900_000, honorary: true })
  })

  test('who completes a six-year plan after its last day is an honorary student at once', async () => {
    const at = await yearPlanBench()
    const { lessonIds } = await at.begun(6)
    for (const lessonId of lessonIds) {
      at.clock.set('2032-03-02T01:00:00Z')
      await at.mark(lessonId, { [at.studentId]: 'attended' })
    }
    for (const { data } of at.eventsOf(courseCompleted)) await at.deliver(courseCompleted, data)
    expect(at.eventsOf(events.honoraryStudentNamed)).toHaveLength(1)
  })

  test('a plan whose time runs out without its courses forfeits the deposit whole', async () => {
    const at = await yearPlanBench()
    const { yearPlanId } = await at.begun()
    at.clock.advance((365 + 89) * dayMs)
    await at.lookAtDue()
    expect((await at.plan(yearPlanId)).state.status).toBe('active')
    at.clock.advance(2 * dayMs)
    await at.lookAtDue()
    await at.lookAtDue()
    const { state, deposit, money } = await at.plan(yearPlanId)
    expect([state.status, deposit.status, money.incomeMinor]).toEqual(['expired', 'forfeited', 300_000])
    expect(at.eventsOf(events.depositForfeited)).toHaveLength(1)
  })

  test('used lessons become income each month, in proportion to the plan, and corrections take it back', async () => {
    const at = await yearPlanBench()
    const { yearPlanId, lessonIds } = await at.begun()
    at.clock.set(evening(0))
    await at.mark(lessonIds[0] ?? '', { [at.studentId]: 'attended' })
    expect((await at.plan(yearPlanId)).money.incomeMinor).toBe(0)
    at.clock.advance(31 * dayMs)
    await at.lookAtDue()
    expect((await at.plan(yearPlanId)).money).toMatchObject({ incomeMinor: 24_000, prepaidMinor: 276_000 })
    await at.correct(lessonIds[0] ?? '', at.studentId, 'leave')
    at.clock.advance(31 * dayMs)
    await at.lookAtDue()
    expect((await at.plan(yearPlanId)).money).toMatchObject({ incomeMinor: 0, prepaidMinor: 300_000 })
  })

  test('shares count every student once, on a plan and on three years or more', async () => {
    const at = await yearPlanBench()
    await at.sign(3)
    const { classGroupId } = await at.classGroup()
    const other = await at.enrolled(classGroupId, 2)
    expect(await at.shares()).toMatchObject({
      students: 2,
      onYearPlan: { students: 1, basisPoints: 5_000, goalBasisPoints: 9_000 },
      onThreeYearsOrMore: { students: 1, basisPoints: 5_000, goalBasisPoints: 8_000 },
    })
    const counted = async () => (await at.get('/reports/year-plan-students')).body.items
    expect(await counted()).toEqual([
      { studentId: expect.any(String), years: 3, onYearPlan: true, onThreeYearsOrMore: true },
      { studentId: other.studentId, years: 0, onYearPlan: false, onThreeYearsOrMore: false },
    ])
    const { amountMinor } = (await at.get(`/enrollments/${other.enrollmentId}/termination-preview`)).body
    const why = { kind: 'loss', reason: 'needGone' }
    await at.post(`/enrollments/${other.enrollmentId}/termination`, { why, refundMinor: amountMinor })
    expect((await at.shares()).students).toBe(1)
    expect(await counted()).toMatchObject([{ years: 3 }])
  })
})
