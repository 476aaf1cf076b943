import * as z from 'zod'
import { instantField } from '../../contracts/fields.ts'
import { defineTemplate } from '../message-template.ts'

/** To a consultant: a lead is theirs. Rule: L5. */
export const leadAssigned = defineTemplate({
  name: 'leadAssigned',
  category: 'staff',
  params: () => z.object({ leadId: z.string(), dueAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, format }) => ({
      subject: '您有一位新的意向客户',
      text: `意向客户 ${params.leadId} 已分配给您，请在${format.moment(params.dueAt)}前完成首次回访。`,
    }),
    en: ({ params, format }) => ({
      subject: 'A new lead is yours',
      text: `Lead ${params.leadId} is assigned to you. Please answer by ${format.moment(params.dueAt)}.`,
    }),
  },
})

/** To the campus managers: nobody could take a lead. Rule: L5. */
export const leadUnassigned = defineTemplate({
  name: 'leadUnassigned',
  category: 'staff',
  params: () => z.object({ leadId: z.string() }),
  wordings: {
    'zh-CN': ({ params }) => ({
      subject: '有意向客户无人可接',
      text: `意向客户 ${params.leadId} 目前没有课程顾问可以接手，已放入公海，请尽快安排。`,
    }),
    en: ({ params }) => ({
      subject: 'Nobody can take a lead',
      text: `No consultant can take lead ${params.leadId}. It is in the pool; please assign it.`,
    }),
  },
})

/** To the campus managers: a contact was not made in time. Rule: L6. */
export const followUpEscalated = defineTemplate({
  name: 'followUpEscalated',
  category: 'staff',
  params: () => z.object({ leadId: z.string(), consultantId: z.string(), dueAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, format }) => ({
      subject: '回访已逾期',
      text: `意向客户 ${params.leadId} 的回访应在${format.moment(params.dueAt)}前完成，课程顾问 ${params.consultantId} 尚未完成。`,
    }),
    en: ({ params, format }) => ({
      subject: 'A follow-up is overdue',
      text: `The follow-up of lead ${params.leadId} was due at ${format.moment(params.dueAt)}, and consultant ${params.consultantId} has not made it.`,
    }),
  },
})

/** To the family: a seat in a trial lesson is theirs. Rule: L8. */
export const trialConfirmed = defineTemplate({
  name: 'trialConfirmed',
  category: 'receipt',
  params: () => z.object({ subject: z.string(), startsAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, student, campus, format }) => ({
      subject: `试听预约成功：${params.subject}`,
      text: `已为${student}预约${campus}的试听课“${params.subject}”，时间为${format.moment(params.startsAt)}。期待您的光临！`,
    }),
    en: ({ params, student, campus, format }) => ({
      subject: `Trial lesson booked: ${params.subject}`,
      text: `${student} has a seat in the trial lesson “${params.subject}” at ${campus}, ${format.moment(params.startsAt)}. We look forward to seeing you.`,
    }),
  },
})
