import * as z from 'zod'
import { localDateField } from '../../../contracts/fields.ts'
import { defineTemplate } from '../../message-template.ts'
import { lines } from './wording.ts'

/** Money was received. Rule: E3. */
export const tuitionReceived = defineTemplate({
  name: 'tuitionReceived',
  category: 'receipt',
  params: () =>
    z.object({
      paymentId: z.string(),
      amountMinor: z.int(),
      /** Absent: paid for a year plan, by time. */
      openedCentihours: z.int().optional(),
      outstandingMinor: z.int(),
    }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: '已收到学费',
      text: lines([
        params.openedCentihours === undefined
          ? `已收到${student}年度方案的学费${format.money(params.amountMinor)}。`
          : `已收到${student}的学费${format.money(params.amountMinor)}，可用课时增加${format.hours(params.openedCentihours)}课时。`,
        params.outstandingMinor > 0 ? `尚未缴纳：${format.money(params.outstandingMinor)}。` : '学费已全部缴清。',
        `收款编号：${params.paymentId}`,
      ]),
    }),
    en: ({ params, student, format }) => ({
      subject: 'Tuition received',
      text: lines([
        params.openedCentihours === undefined
          ? `We have received ${format.money(params.amountMinor)} of tuition for ${student}'s year plan.`
          : `We have received ${format.money(params.amountMinor)} of tuition for ${student}; ${format.hours(params.openedCentihours)} lesson hours are now open.`,
        params.outstandingMinor > 0
          ? `Still to pay: ${format.money(params.outstandingMinor)}.`
          : 'The tuition is paid in full.',
        `Payment number: ${params.paymentId}`,
      ]),
    }),
  },
})

/** Tuition was given back. Rule: E13. */
export const tuitionRefunded = defineTemplate({
  name: 'tuitionRefunded',
  category: 'receipt',
  params: () =>
    z.object({
      refundId: z.string(),
      amountMinor: z.int(),
      /** Absent: given back by a year plan, which is paid by time. */
      centihours: z.int().optional(),
    }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: '学费已退',
      text:
        params.centihours === undefined
          ? `${student}的年度方案退款${format.money(params.amountMinor)}将按原支付方式退回。退款编号：${params.refundId}`
          : `${student}未使用的${format.hours(params.centihours)}课时已退，退款${format.money(params.amountMinor)}将按原支付方式退回。退款编号：${params.refundId}`,
    }),
    en: ({ params, student, format }) => ({
      subject: 'Tuition refunded',
      text:
        params.centihours === undefined
          ? `${format.money(params.amountMinor)} of ${student}'s year plan will be returned the way it was paid. Refund number: ${params.refundId}`
          : `${format.hours(params.centihours)} lesson hours that ${student} has not used were given back; ${format.money(params.amountMinor)} will be returned the way it was paid. Refund number: ${params.refundId}`,
    }),
  },
})

/** The deposit of a year plan was received. Rule: E11. */
export const depositReceived = defineTemplate({
  name: 'depositReceived',
  category: 'receipt',
  params: () => z.object({ paymentId: z.string(), amountMinor: z.int() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: '已收到押金',
      text: `已收到${student}年度方案的押金${format.money(params.amountMinor)}，完成约定课程后全额退还。收款编号：${params.paymentId}`,
    }),
    en: ({ params, student, format }) => ({
      subject: 'Deposit received',
      text: `We have received the deposit of ${format.money(params.amountMinor)} for ${student}'s year plan. It is returned whole once the agreed courses are completed. Payment number: ${params.paymentId}`,
    }),
  },
})

/** The deposit of a completed year plan goes back. Rule: E11. */
export const depositReturned = defineTemplate({
  name: 'depositReturned',
  category: 'receipt',
  params: () => z.object({ refundId: z.string(), amountMinor: z.int() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: '押金已退',
      text: `${student}已完成年度方案的约定课程，押金${format.money(params.amountMinor)}将按原支付方式退回。退款编号：${params.refundId}`,
    }),
    en: ({ params, student, format }) => ({
      subject: 'Deposit returned',
      text: `${student} has completed the agreed courses of the year plan: the deposit of ${format.money(params.amountMinor)} will be returned the way it was paid. Refund number: ${params.refundId}`,
    }),
  },
})

/** Of an enrollment or, `yearPlanId`, of a year plan. */
const due = () =>
  z.object({
    enrollmentId: z.string().optional(),
    yearPlanId: z.string().optional(),
    amountMinor: z.int(),
    dueOn: localDateField(),
  })
type DueParams = z.output<ReturnType<typeof due>>
const numbered = {
  'zh-CN': ({ enrollmentId, yearPlanId }: DueParams) =>
    yearPlanId ? `年度方案编号：${yearPlanId}` : `报名编号：${enrollmentId}`,
  en: ({ enrollmentId, yearPlanId }: DueParams) =>
    yearPlanId ? `Year plan number: ${yearPlanId}` : `Enrollment number: ${enrollmentId}`,
}

/** Tuition will be due soon. Rule: E8. */
export const tuitionDue = defineTemplate({
  name: 'tuitionDue',
  category: 'service',
  params: due,
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: '学费缴纳提醒',
      text: `${student}的学费${format.money(params.amountMinor)}请于${format.day(params.dueOn)}前缴纳。${numbered['zh-CN'](params)}`,
    }),
    en: ({ params, student, format }) => ({
      subject: 'Tuition is due soon',
      text: `${format.money(params.amountMinor)} of tuition for ${student} is due by ${format.day(params.dueOn)}. ${numbered.en(params)}`,
    }),
  },
})

/** Tuition was due and has not come. Rule: E8. */
export const tuitionOverdue = defineTemplate({
  name: 'tuitionOverdue',
  category: 'service',
  params: due,
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: '学费尚未缴纳',
      text: `${student}的学费${format.money(params.amountMinor)}应于${format.day(params.dueOn)}缴纳，目前尚未收到。如已缴纳请忽略本消息。${numbered['zh-CN'](params)}`,
    }),
    en: ({ params, student, format }) => ({
      subject: 'Tuition is overdue',
      text: `${format.money(params.amountMinor)} of tuition for ${student} was due by ${format.day(params.dueOn)} and has not reached us. If you have paid it meanwhile, please ignore this message. ${numbered.en(params)}`,
    }),
  },
})

/** Few hours are left. Rule: E8. */
export const balanceRanLow = defineTemplate({
  name: 'balanceRanLow',
  category: 'service',
  params: () => z.object({ remainingCentihours: z.int(), owedCentihours: z.int() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: '剩余课时不足',
      text:
        params.owedCentihours > 0
          ? `${student}的课时已用完，另有${format.hours(params.owedCentihours)}课时待补缴。请联系我们续费，以免影响上课。`
          : `${student}的剩余课时还有${format.hours(params.remainingCentihours)}课时。请联系我们续费，以免影响上课。`,
    }),
    en: ({ params, student, format }) => ({
      subject: 'Few lesson hours left',
      text:
        params.owedCentihours > 0
          ? `${student} has no lesson hours left and ${format.hours(params.owedCentihours)} were used beyond them. Please contact us to top up.`
          : `${student} has ${format.hours(params.remainingCentihours)} lesson hours left. Please contact us to top up.`,
    }),
  },
})
