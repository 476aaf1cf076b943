import type { AppraisalFactor } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { Language } from '@tutelage/shared/contracts/fields.ts'
import { csvText } from '@tutelage/shared/documents/csv.ts'
import type { Appraisal } from './appraisal.ts'
import type { AppraisedPeriod } from './appraised-period.ts'

interface Words {
  readonly headings: readonly string[]
  readonly factors: Readonly<Record<AppraisalFactor, string>>
  readonly score: string
  readonly reasons: Readonly<Record<'noData' | 'noWeight' | 'churnAlone', string>>
}

const words: Readonly<Record<Language, Words>> = {
  'zh-CN': {
    headings: ['教师', '从', '到', '指标', '公式', '依据', '权重', '得分（%）', '说明'],
    factors: {
      ...{ studentAttendance: '学生出勤', teacherAttendance: '教师出勤', punctuality: '准时', lessonsGiven: '授课量' },
      ...{ renewal: '续费', promotion: '升班', examProgress: '成绩进步', certificates: '证书' },
    },
    score: '综合得分',
    reasons: { noData: '无数据', noWeight: '权重为零', churnAlone: '不得仅凭流失率考核' },
  },
  en: {
    headings: ['Teacher', 'From', 'To', 'Factor', 'Formula', 'Counts', 'Weight', 'Score (%)', 'Note'],
    factors: {
      ...{ studentAttendance: 'Student attendance', teacherAttendance: 'Own attendance', punctuality: 'Punctuality' },
      ...{ lessonsGiven: 'Lessons given', renewal: 'Renewal', promotion: 'Promotion' },
      ...{ examProgress: 'Exam progress', certificates: 'Certificates' },
    },
    score: 'Score',
    reasons: { noData: 'no data', noWeight: 'no weight', churnAlone: 'never by churn alone' },
  },
}

/** An appraisal as a table: a row for each factor, also those that are left out, and the score last. Rule: E17. */
export function appraisalTable(
  { teacherId, from, to, factors, leftOut, score }: Appraisal & AppraisedPeriod & { readonly teacherId: string },
  language: Language,
): string {
  const { headings, factors: names, score: scoreName, reasons } = words[language]
  const rows = factors.map(({ factor, formula, counts, weight, scoreBasisPoints }) => {
    const told = Object.entries(counts).map(([name, count]) => `${name} ${count}`)
    return [teacherId, from, to, names[factor], formula, told.join(' · '), weight, scoreBasisPoints / 100, '']
  })
  const others = leftOut.map(({ factor, reason }) => [
    ...[teacherId, from, to, names[factor], '', '', '', ''],
    reasons[reason],
  ])
  const [share, note] =
    score.status === 'scored' ? [score.scoreBasisPoints / 100, ''] : [undefined, reasons[score.reason]]
  return csvText([headings, ...rows, ...others, [teacherId, from, to, scoreName, '', '', '', share, note]])
}
