import * as z from 'zod'
import { instantField } from '../../../contracts/fields.ts'
import { defineTemplate, instantsParam } from '../../message-template.ts'
import { lines, title } from './wording.ts'

/** The student is enrolled: class, hours, price, timetable and what to bring. Rule: E3. */
export const enrollmentConfirmed = defineTemplate({
  name: 'enrollmentConfirmed',
  category: 'receipt',
  params: () =>
    z.object({
      ...title(),
      enrollmentId: z.string(),
      centihours: z.int(),
      priceMinor: z.int(),
      /** When the lessons begin, the next ones first; empty when none is scheduled yet. */
      lessons: instantsParam(),
      'notes.zh-CN': z.string().optional(),
      'notes.en': z.string().optional(),
    }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: `报名成功：${params['title.zh-CN']}`,
      text: lines([
        `${student}已报名“${params['title.zh-CN']}”，共${format.hours(params.centihours)}课时，学费${format.money(params.priceMinor)}。`,
        params.lessons.length > 0 ? '上课时间：' : '上课时间确定后会另行通知。',
        ...params.lessons.map((at) => `· ${format.moment(at)}`),
        params['notes.zh-CN'] ? `课前准备：\n${params['notes.zh-CN']}` : '',
        `报名编号：${params.enrollmentId}`,
      ]),
    }),
    en: ({ params, student, format }) => ({
      subject: `Enrolled: ${params['title.en']}`,
      text: lines([
        `${student} is enrolled in “${params['title.en']}”: ${format.hours(params.centihours)} lesson hours for ${format.money(params.priceMinor)}.`,
        params.lessons.length > 0 ? 'Timetable:' : 'We will tell you the timetable as soon as it is set.',
        ...params.lessons.map((at) => `· ${format.moment(at)}`),
        params['notes.en'] ? `To prepare:\n${params['notes.en']}` : '',
        `Enrollment number: ${params.enrollmentId}`,
      ]),
    }),
  },
})

/** A seat is free for a family that waited. Rule: E3. */
export const seatOffered = defineTemplate({
  name: 'seatOffered',
  category: 'service',
  params: () => z.object({ 'title.zh-CN': z.string(), 'title.en': z.string(), expiresAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: `候补成功：${params['title.zh-CN']}`,
      text: `“${params['title.zh-CN']}”有了空位，已为${student}保留至${format.moment(params.expiresAt)}。请在此之前联系我们报名，逾期将顺延给下一位。`,
    }),
    en: ({ params, student, format }) => ({
      subject: `A seat is free: ${params['title.en']}`,
      text: `A seat in “${params['title.en']}” is kept for ${student} until ${format.moment(params.expiresAt)}. Please contact us to enroll by then; after that it is offered to the next family.`,
    }),
  },
})

/** A seat in an elite class is kept for a while. Rule: E12. */
export const eliteAdmitted = defineTemplate({
  name: 'eliteAdmitted',
  category: 'service',
  params: () => z.object({ ...title(), expiresAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: `录取通知：${params['title.zh-CN']}`,
      text: `恭喜！${student}已被“${params['title.zh-CN']}”录取，名额保留至${format.moment(params.expiresAt)}。请在此之前联系我们报名，逾期将顺延给下一位。`,
    }),
    en: ({ params, student, format }) => ({
      subject: `Admitted: ${params['title.en']}`,
      text: `${student} is admitted to “${params['title.en']}”. The seat is kept until ${format.moment(params.expiresAt)}; please contact us to enroll by then, after that it goes to the next.`,
    }),
  },
})

/** The seats of an elite class are taken by better scores; the list goes on. Rule: E12. */
export const eliteWaiting = defineTemplate({
  name: 'eliteWaiting',
  category: 'service',
  params: () => z.object({ ...title(), position: z.int() }),
  wordings: {
    'zh-CN': ({ params, student }) => ({
      subject: `候补通知：${params['title.zh-CN']}`,
      text: `${student}目前在“${params['title.zh-CN']}”候补名单第${params.position}位。一有名额，我们会立即通知您。`,
    }),
    en: ({ params, student }) => ({
      subject: `On the waiting list: ${params['title.en']}`,
      text: `${student} is number ${params.position} on the waiting list of “${params['title.en']}”. We will tell you as soon as there is a seat.`,
    }),
  },
})

/** A score is below what an elite class asks for. Rule: E12. */
export const eliteRefused = defineTemplate({
  name: 'eliteRefused',
  category: 'service',
  params: () => z.object(title()),
  wordings: {
    'zh-CN': ({ params, student }) => ({
      subject: `申请结果：${params['title.zh-CN']}`,
      text: `感谢您为${student}申请“${params['title.zh-CN']}”。这次的成绩还未达到要求，学习管理师会与您商量更合适的课程，也欢迎下次再申请。`,
    }),
    en: ({ params, student }) => ({
      subject: `Your application: ${params['title.en']}`,
      text: `Thank you for ${student}'s application to “${params['title.en']}”. The score is below what the class asks for this time. The learning manager will suggest a class that fits; you are welcome to apply again.`,
    }),
  },
})

/** A lesson has another time. Rule: E2. */
export const lessonMoved = defineTemplate({
  name: 'lessonMoved',
  category: 'service',
  params: () => z.object({ ...title(), wasAt: instantField(), startsAt: instantField(), endsAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: `调课通知：${params['title.zh-CN']}`,
      text: `${student}的课程“${params['title.zh-CN']}”原定${format.moment(params.wasAt)}，现改为${format.moment(params.startsAt)}上课，${format.moment(params.endsAt)}下课。`,
    }),
    en: ({ params, student, format }) => ({
      subject: `Another time: ${params['title.en']}`,
      text: `${student}'s lesson “${params['title.en']}”, planned for ${format.moment(params.wasAt)}, now begins on ${format.moment(params.startsAt)} and ends on ${format.moment(params.endsAt)}.`,
    }),
  },
})

/** A lesson does not take place. Rule: E2. */
export const lessonCalledOff = defineTemplate({
  name: 'lessonCalledOff',
  category: 'service',
  params: () => z.object({ ...title(), wasAt: instantField() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: `停课通知：${params['title.zh-CN']}`,
      text: `${student}的课程“${params['title.zh-CN']}”原定${format.moment(params.wasAt)}，现已取消。`,
    }),
    en: ({ params, student, format }) => ({
      subject: `Cancelled: ${params['title.en']}`,
      text: `${student}'s lesson “${params['title.en']}”, planned for ${format.moment(params.wasAt)}, does not take place.`,
    }),
  },
})
