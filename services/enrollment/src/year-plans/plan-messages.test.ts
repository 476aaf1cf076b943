import { campusOf } from '@tutelage/shared/contracts/campus.ts'
import { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import { findTemplate } from '@tutelage/shared/messaging/all-templates.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { expect, test } from 'vitest'
import { yearPlanBench } from '../testing/year-plan-bench.ts'
import { remindInstalment } from './remind-instalment.ts'

type Bench = Awaited<ReturnType<typeof yearPlanBench>>

const told = (at: Bench, ...templates: readonly string[]) =>
  at.eventsOf(messageRequested).flatMap(({ data }) => (templates.includes(data.template) ? [data] : []))
const due = (at: Bench) =>
  told(at, 'tuitionDue', 'tuitionOverdue').map(({ template, params }) => [template, params.dueOn, params.amountMinor])

/** Ten in the morning of a day, Shanghai. */
async function morning(at: Bench, day: string) {
  at.clock.set(`${day}T02:00:00Z`)
  await at.lookAtDue()
  await at.lookAtDue()
}

/** A plan of a year from 2 March on: 3,000.00 each quarter. */
async function signed() {
  const at = await yearPlanBench()
  const { yearPlanId } = (await at.sign(1)).body
  await at.payDeposit(yearPlanId)
  return { at, yearPlanId }
}

test('E11: a family has a receipt of the deposit, of each payment and of what goes back', async () => {
  const { at, yearPlanId } = await signed()
  await at.payPlan(yearPlanId, 300_000)
  const { refundMinor } = await at.exitQuote(yearPlanId)
  await at.leave(yearPlanId, refundMinor)
  const receipts = told(at, 'depositReceived', 'tuitionReceived', 'tuitionRefunded')
  expect(receipts).toMatchObject([
    { template: 'depositReceived', category: 'receipt', params: { amountMinor: 200_000 } },
    { template: 'tuitionReceived', category: 'receipt', params: { amountMinor: 300_000, outstandingMinor: 900_000 } },
    { template: 'tuitionRefunded', category: 'receipt', params: { amountMinor: 300_000 } },
  ])
  expect(new Set(receipts.map(({ recipient }) => Object.values(recipient)[0]))).toEqual(new Set([at.studentId]))
})

test('E11: a family hears that the deposit goes back with the last agreed course', async () => {
  const at = await yearPlanBench()
  const { lessonIds } = await at.begun()
  for (const [n, lessonId] of lessonIds.entries()) {
    at.clock.set(`2026-03-0${2 + n}T15:00:00Z`)
    await at.mark(lessonId, { [at.studentId]: 'attended' })
  }
  const [completed] = at.eventsOf(courseCompleted)
  if (!completed) throw new Error('no course was completed')
  await at.deliver(courseCompleted, completed.data)
  expect(told(at, 'depositReturned')).toMatchObject([{ category: 'receipt', params: { amountMinor: 200_000 } }])
})

test('E8, E11: an instalment is told of once before its day and once after it, as long as it is not paid', async () => {
  const { at, yearPlanId } = await signed()
  await morning(at, '2026-03-02')
  await morning(at, '2026-03-04')
  expect(due(at)).toEqual([])
  await morning(at, '2026-03-05')
  expect(due(at)).toEqual([['tuitionOverdue', '2026-03-02', 300_000]])
  // The due index may be behind and point to it again.
  const again = await at.run((context) =>
    remindInstalment(campusKey(context.campus, `YEARPLAN#${yearPlanId}`, 'REMINDERS'), context),
  )
  expect(again).toMatchObject({ answer: { reminded: false } })
  await at.payPlan(yearPlanId, 300_000)
  await morning(at, '2026-05-29')
  await morning(at, '2026-05-30')
  await morning(at, '2026-05-31')
  expect(due(at).slice(1)).toEqual([['tuitionDue', '2026-06-02', 300_000]])
  await morning(at, '2026-06-02')
  expect((await at.payPlan(yearPlanId, 300_000)).status).toBe(201)
  await morning(at, '2026-06-05')
  expect(due(at)).toHaveLength(2)
})

test('E5, E8, E11: who is reminded of an instalment can pay it at once, and not before', async () => {
  const { at, yearPlanId } = await signed()
  await at.payPlan(yearPlanId, 300_000)
  await morning(at, '2026-05-29')
  expect((await at.payPlan(yearPlanId, 300_000)).status).toBe(409)
  await morning(at, '2026-05-30')
  expect(due(at)).toEqual([['tuitionDue', '2026-06-02', 300_000]])
  expect((await at.payPlan(yearPlanId, 300_001)).status).toBe(409)
  expect((await at.payPlan(yearPlanId, 300_000)).status).toBe(201)
})

test('E8, E11: nothing is told of a plan that was left', async () => {
  const { at, yearPlanId } = await signed()
  await at.leave(yearPlanId, 0)
  await morning(at, '2026-03-05')
  await morning(at, '2026-09-05')
  expect(due(at)).toEqual([])
})

test('E11: what a plan tells is written in both languages, with the number of the plan', async () => {
  const { at, yearPlanId } = await signed()
  await morning(at, '2026-03-05')
  await at.payPlan(yearPlanId, 300_000)
  await morning(at, '2026-05-30')
  await at.leave(yearPlanId, (await at.exitQuote(yearPlanId)).refundMinor)
  const campus = campusOf(sampleCampus())
  const names = ['depositReceived', 'tuitionOverdue', 'tuitionReceived', 'tuitionDue', 'tuitionRefunded']
  const messages = told(at, ...names)
  expect(messages.map(({ template }) => template)).toEqual(names)
  for (const language of ['zh-CN', 'en'] as const) {
    for (const { template, params } of messages) {
      const written = findTemplate(template)?.write({ params, addressee: '李芳', student: '李明', campus, language })
      if (!written?.ok) throw new Error(`${template} in ${language} is not written`)
      const text = JSON.stringify(written.value)
      expect(text).not.toContain('undefined')
      if (template === 'tuitionDue' || template === 'tuitionOverdue') expect(text).toContain(yearPlanId)
    }
  }
})
