import type { Language } from '../contracts/fields.ts'

/** What people read above the columns of a table, by the names of the fields. */
const chinese: Readonly<Record<string, string>> = {
  allowancesMinor: '奖励课程津贴（分）',
  amountMinor: '金额（分）',
  asOf: '截至',
  attendanceBasisPoints: '出勤率（万分比）',
  attendedLessons: '出勤课次',
  baseMinor: '底薪（分）',
  basisPoints: '占比（万分比）',
  boughtCentihours: '已购课时（百分之一）',
  campuses: '校区数',
  campusId: '校区',
  censusOn: '统计日',
  centihours: '课时变动（百分之一）',
  classGroupId: '班级',
  consumedMinor: '已消耗（分）',
  correctionsMinor: '更正（分）',
  counted: '统计人数',
  counts: '依据',
  countsAs: '计入方式',
  courseId: '课程',
  currency: '币种',
  cutOffOn: '截止日',
  deductedCentihours: '扣课时（百分之一）',
  dueLessons: '应到课次',
  endedAt: '结束时间',
  enrollmentId: '报名',
  entryId: '分录',
  factor: '指标',
  forMonth: '所属月份',
  formula: '公式',
  from: '起始日',
  goalBasisPoints: '目标（万分比）',
  hours: '课时',
  incomeMinor: '已确认收入（分）',
  kind: '类型',
  lapsed: '未续班人数',
  lapsedAt: '未续班时间',
  learningManagerId: '学习管理师',
  lessonId: '课次',
  lessonsMinor: '课酬（分）',
  makesUpLessonId: '所补课次',
  makeUpGranted: '给予补课',
  markedAt: '登记时间',
  money: '金额',
  month: '月份',
  naturalEnds: '自然结束人数',
  occurredAt: '发生时间',
  on: '日期',
  onThreeYearsOrMore: '三年及以上学年制',
  onYearPlan: '学年制',
  open: '未定人数',
  outcome: '结果',
  outstandingMinor: '未付（分）',
  owedCentihours: '欠课时（百分之一）',
  prepaidMinor: '预收（分）',
  priceMinor: '价格（分）',
  promoted: '升班人数',
  promotedAt: '升班时间',
  promotion: '升班',
  rateBasisPoints: '比率（万分比）',
  reason: '原因',
  receivedMinor: '已收（分）',
  recordedAt: '记录时间',
  recordedBy: '记录截至',
  recordedOn: '记录日',
  refunded: '退款',
  refundedCentihours: '已退课时（百分之一）',
  refundedMinor: '已退（分）',
  refundedOn: '退款日',
  remainingCentihours: '剩余课时（百分之一）',
  remainingPrepaidMinor: '剩余预收（分）',
  renewed: '续班人数',
  renewedOn: '续班日',
  reverses: '冲正的分录',
  revision: '修订次数',
  score: '综合得分',
  scoreBasisPoints: '得分（万分比）',
  startsAt: '上课时间',
  status: '状态',
  studentId: '学员',
  students: '学员数',
  subjectId: '对象',
  teacherId: '教师',
  termId: '期次',
  to: '截止日期',
  totalMinor: '合计（分）',
  usedCentihours: '已用课时（百分之一）',
  weight: '权重',
  years: '学年数',
}

/** `rateBasisPoints` → `Rate basis points`. */
const english = (name: string): string => {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/**
 * The title of a column.
 * @param path of the field in its row, such as `hours.remainingCentihours`
 */
export const columnTitle = (path: string, language: Language): string =>
  path
    .split('.')
    .map((name) => (language === 'zh-CN' ? (chinese[name] ?? name) : english(name)))
    .join(' · ')

/** Whether a column has a title of its own in Chinese. */
export const hasTitle = (path: string): boolean => path.split('.').every((name) => name in chinese)
