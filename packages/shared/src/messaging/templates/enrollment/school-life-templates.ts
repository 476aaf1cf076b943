import * as z from 'zod'
import { whenAsked } from '../../../contracts/deferred.ts'
import { instantField, localDateField } from '../../../contracts/fields.ts'
import { defineTemplate } from '../../message-template.ts'
import { title } from './wording.ts'

/** A copy of the library should be back. Rule: E19. */
export const loanOverdue = defineTemplate({
  name: 'loanOverdue',
  category: 'service',
  params: () => z.object({ title: z.string(), dueOn: localDateField() }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: `请归还《${params.title}》`,
      text: `${student}借阅的《${params.title}》应于${format.day(params.dueOn)}归还。请在下次上课时带来。`,
    }),
    en: ({ params, student, format }) => ({
      subject: `Please return “${params.title}”`,
      text: `${student} borrowed “${params.title}”, which was due on ${format.day(params.dueOn)}. Please bring it to the next lesson.`,
    }),
  },
})

/** To somebody of the staff: a copy of the library should be back. Rule: E19. */
export const staffLoanOverdue = defineTemplate({
  name: 'staffLoanOverdue',
  category: 'staff',
  params: () => z.object({ title: z.string(), dueOn: localDateField() }),
  wordings: {
    'zh-CN': ({ params, format }) => ({
      subject: `请归还《${params.title}》`,
      text: `您借阅的《${params.title}》应于${format.day(params.dueOn)}归还。`,
    }),
    en: ({ params, format }) => ({
      subject: `Please return “${params.title}”`,
      text: `You borrowed “${params.title}”, which was due on ${format.day(params.dueOn)}.`,
    }),
  },
})

const activity = whenAsked(() => ({ ...title(), startsAt: instantField(), place: z.string() }))

/** What a family signed up for is near. Rule: E20. */
export const activityReminder = defineTemplate({
  name: 'activityReminder',
  category: 'service',
  params: () => z.object(activity()),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: `活动提醒：${params['title.zh-CN']}`,
      text: `${student}一家已报名“${params['title.zh-CN']}”，时间${format.moment(params.startsAt)}，地点${params.place}。期待与您见面。`,
    }),
    en: ({ params, student, format }) => ({
      subject: `Soon: ${params['title.en']}`,
      text: `${student}'s family is signed up for “${params['title.en']}” on ${format.moment(params.startsAt)}, ${params.place}. We look forward to seeing you.`,
    }),
  },
})

/** What a family signed up for does not take place. Rule: E20. */
export const activityCancelled = defineTemplate({
  name: 'activityCancelled',
  category: 'service',
  params: () => z.object(activity()),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: `活动取消：${params['title.zh-CN']}`,
      text: `很抱歉，${student}一家报名的“${params['title.zh-CN']}”（${format.moment(params.startsAt)}）已取消。`,
    }),
    en: ({ params, student, format }) => ({
      subject: `Cancelled: ${params['title.en']}`,
      text: `We are sorry: “${params['title.en']}” on ${format.moment(params.startsAt)}, for which ${student}'s family was signed up, does not take place.`,
    }),
  },
})
