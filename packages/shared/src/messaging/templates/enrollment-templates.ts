import * as z from 'zod'
import { whenAsked } from '../../contracts/deferred.ts'
import { instantField, localDateField } from '../../contracts/fields.ts'
import { defineTemplate, instantsParam } from '../message-template.ts'

const title = whenAsked(() => ({ 'title.zh-CN': z.string(), 'title.en': z.string() }))

const lines = (parts: readonly string[]): string => parts.filter(Boolean).join('\n')

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

/** To a campus manager: a certificate of a teacher is about to expire. Rule: E17. */
export const certificateExpires = defineTemplate({
  name: 'certificateExpires',
  category: 'staff',
  params: () => z.object({ teacherId: z.string(), name: z.string(), expiresOn: localDateField() }),
  wordings: {
    'zh-CN': ({ params, format }) => ({
      subject: `教师证书即将到期：${params.name}`,
      text: `教师${params.teacherId}的“${params.name}”将于${format.day(params.expiresOn)}到期。请及时安排换证，并登记新证书。`,
    }),
    en: ({ params, format }) => ({
      subject: `A teacher's certificate expires: ${params.name}`,
      text: `“${params.name}” of teacher ${params.teacherId} is valid until ${format.day(params.expiresOn)}. Please see to its renewal, and record the new certificate.`,
    }),
  },
})
