import * as z from 'zod'
import { instantField } from '../../contracts/fields.ts'
import { defineTemplate } from '../message-template.ts'

/** After a course ends: the link to the rating survey. Rule: F7. */
export const courseSurvey = defineTemplate({
  name: 'courseSurvey',
  category: 'survey',
  params: () => z.object({ link: z.url(), expiresAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: '课程结束了，想听听您的意见',
      text: `${student}的课程已经结束。请用一分钟告诉我们您是否满意：\n${params.link}\n链接在${format.moment(params.expiresAt)}前有效，只能使用一次。`,
    }),
    en: ({ params, student, format }) => ({
      subject: 'The course has ended: how was it?',
      text: `${student}'s course has ended. Please take a minute to tell us how satisfied you are:\n${params.link}\nThe link works once, until ${format.moment(params.expiresAt)}.`,
    }),
  },
})

/** The same link once more, while nobody has answered. Rule: F7. */
export const courseSurveyReminder = defineTemplate({
  name: 'courseSurveyReminder',
  category: 'survey',
  params: () => z.object({ link: z.url(), expiresAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: '还想听听您对课程的意见',
      text: `我们还没有收到您对${student}课程的评价。只需一分钟：\n${params.link}\n链接在${format.moment(params.expiresAt)}前有效，只能使用一次。`,
    }),
    en: ({ params, student, format }) => ({
      subject: 'We would still like to hear how the course was',
      text: `We have not had your opinion of ${student}'s course yet. It takes a minute:\n${params.link}\nThe link works once, until ${format.moment(params.expiresAt)}.`,
    }),
  },
})

/** A complaint was received. Rule: F3. */
export const complaintReceived = defineTemplate({
  name: 'complaintReceived',
  category: 'receipt',
  params: () => z.object({ complaintId: z.string(), answerBy: instantField() }),
  wordings: {
    'zh-CN': ({ params, format }) => ({
      subject: '我们已收到您的投诉',
      text: `我们很抱歉让您不满意。您的投诉（编号 ${params.complaintId}）已经登记，我们最迟在${format.moment(params.answerBy)}给您答复。`,
    }),
    en: ({ params, format }) => ({
      subject: 'We have received your complaint',
      text: `We are sorry that you have reason to complain. Your complaint (number ${params.complaintId}) is recorded, and you will have our answer by ${format.moment(params.answerBy)} at the latest.`,
    }),
  },
})

/** The answer to a complaint. Rule: F4. */
export const complaintAnswered = defineTemplate({
  name: 'complaintAnswered',
  category: 'receipt',
  params: () => z.object({ complaintId: z.string() }),
  wordings: {
    'zh-CN': ({ params }) => ({
      subject: '您的投诉已经处理',
      text: `您的投诉（编号 ${params.complaintId}）已按与您商定的办法处理完毕。过几天我们会再联系您，确认您是否满意。`,
    }),
    en: ({ params }) => ({
      subject: 'Your complaint has been resolved',
      text: `What we agreed with you on your complaint (number ${params.complaintId}) has been carried out. In a few days we will ask you whether it holds.`,
    }),
  },
})

/** To whoever a complaint is escalated to. Rule: F3. */
export const complaintEscalation = defineTemplate({
  name: 'complaintEscalation',
  category: 'staff',
  params: () => z.object({ complaintId: z.string(), target: z.string(), stage: z.string(), dueAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, format }) => ({
      subject: `投诉时限提醒：${params.complaintId}`,
      text: `投诉 ${params.complaintId} 的时限（${params.target}，${params.stage}）为${format.moment(params.dueAt)}，请立即处理。`,
    }),
    en: ({ params, format }) => ({
      subject: `Complaint deadline: ${params.complaintId}`,
      text: `Complaint ${params.complaintId} (${params.target}, ${params.stage}) is due at ${format.moment(params.dueAt)}. Please act now.`,
    }),
  },
})
