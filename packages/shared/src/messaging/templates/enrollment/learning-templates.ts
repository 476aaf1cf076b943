import * as z from 'zod'
import { localDateField } from '../../../contracts/fields.ts'
import { defineTemplate } from '../../message-template.ts'

/** A score fell by much; the score itself is not written. Rule: E15. */
export const gradeFell = defineTemplate({
  name: 'gradeFell',
  category: 'service',
  params: () => z.object({ subject: z.string(), examName: z.string() }),
  wordings: {
    'zh-CN': ({ params, student }) => ({
      subject: `${params.subject}成绩变化提醒`,
      text: `${student}在“${params.examName}”中的${params.subject}成绩比上一次明显下降。学习管理师会尽快与您联系，一起商量对策。`,
    }),
    en: ({ params, student }) => ({
      subject: `A change in ${params.subject}`,
      text: `In “${params.examName}”, ${student}'s result in ${params.subject} is well below the one before. The learning manager will contact you soon to agree on what to do.`,
    }),
  },
})

/** To the learning manager: a family to be called. Rule: E15. */
export const gradeFellToManager = defineTemplate({
  name: 'gradeFellToManager',
  category: 'staff',
  params: () => z.object({ studentId: z.string(), gradeId: z.string(), subject: z.string(), examName: z.string() }),
  wordings: {
    'zh-CN': ({ params }) => ({
      subject: `成绩大幅下降：${params.subject}`,
      text: `学员 ${params.studentId} 在“${params.examName}”中的${params.subject}成绩明显下降（成绩编号 ${params.gradeId}），请今天联系家长。`,
    }),
    en: ({ params }) => ({
      subject: `A grade fell: ${params.subject}`,
      text: `Student ${params.studentId} fell clearly in ${params.subject} at “${params.examName}” (grade ${params.gradeId}). Please call the family today.`,
    }),
  },
})

/** A score was corrected: the fall that was told of is none. Rule: E15. */
export const gradeFallWithdrawn = defineTemplate({
  name: 'gradeFallWithdrawn',
  category: 'service',
  params: () => z.object({ subject: z.string(), examName: z.string() }),
  wordings: {
    'zh-CN': ({ params, student }) => ({
      subject: `${params.subject}成绩更正`,
      text: `${student}在“${params.examName}”中的${params.subject}成绩已更正，并没有明显下降。给您带来的不便，敬请谅解。`,
    }),
    en: ({ params, student }) => ({
      subject: `A corrected result in ${params.subject}`,
      text: `${student}'s result in ${params.subject} at “${params.examName}” was corrected: it did not fall after all. We are sorry for the trouble.`,
    }),
  },
})

/** The same, to the learning manager. Rule: E15. */
export const gradeFallWithdrawnToManager = defineTemplate({
  name: 'gradeFallWithdrawnToManager',
  category: 'staff',
  params: () => z.object({ studentId: z.string(), gradeId: z.string(), subject: z.string(), examName: z.string() }),
  wordings: {
    'zh-CN': ({ params }) => ({
      subject: `成绩更正：${params.subject}`,
      text: `学员 ${params.studentId} 在“${params.examName}”中的${params.subject}成绩已更正（成绩编号 ${params.gradeId}），并没有明显下降。`,
    }),
    en: ({ params }) => ({
      subject: `A grade was corrected: ${params.subject}`,
      text: `The score of student ${params.studentId} in ${params.subject} at “${params.examName}” (grade ${params.gradeId}) was corrected: it did not fall.`,
    }),
  },
})

/** A progress report is ready: grades and words stand behind the link, not in the message. Rule: E16. */
export const progressReport = defineTemplate({
  name: 'progressReport',
  category: 'service',
  params: () =>
    z.object({
      ...{ from: localDateField(), until: localDateField(), link: z.url() },
      ...{ dueLessons: z.int(), attendedLessons: z.int(), remainingCentihours: z.int() },
    }),
  wordings: {
    'zh-CN': ({ params, student, format }) => ({
      subject: `${student}的学习报告`,
      text: `${format.day(params.from)}至${format.day(params.until)}，${student}应上${params.dueLessons}次课，实到${params.attendedLessons}次；剩余${format.hours(params.remainingCentihours)}课时。成绩与老师的话请看：${params.link}`,
    }),
    en: ({ params, student, format }) => ({
      subject: `Progress report of ${student}`,
      text: `From ${format.day(params.from)} to ${format.day(params.until)}, ${student} was in ${params.attendedLessons} of ${params.dueLessons} lessons; ${format.hours(params.remainingCentihours)} lesson hours are left. Grades and the teachers' words: ${params.link}`,
    }),
  },
})
