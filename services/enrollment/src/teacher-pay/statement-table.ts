import type { Language } from '@tutelage/shared/contracts/fields.ts'
import { csvText } from '@tutelage/shared/documents/csv.ts'
import type { StatementLine } from './statement.ts'

const headings: Readonly<Record<Language, readonly string[]>> = {
  'zh-CN': ['教师', '结算月份', '项目', '课次', '所属月份', '发生时间', '入账时间', '分录', '币种', '金额（最小单位）'],
  en: ['Teacher', 'Month', 'For', 'Lesson', 'Of month', 'Occurred', 'Recorded', 'Entry', 'Currency', 'Amount (minor)'],
}

const kinds: Readonly<Record<Language, Readonly<Record<StatementLine['kind'] | 'total', string>>>> = {
  'zh-CN': { base: '底薪', lesson: '课酬', allowance: '奖励课程津贴', correction: '更正', total: '合计' },
  en: { base: 'Base pay', lesson: 'Lesson', allowance: 'Allowance', correction: 'Correction', total: 'Total' },
}

/** What a statement is shown by. */
interface Shown {
  readonly teacherId: string
  readonly month: string
  readonly currency: string
  readonly totalMinor: number
  readonly entries: readonly StatementLine[]
}

/** A statement as a table: a row for each entry, the total last. Rule: E17. */
export function statementTable({ teacherId, month, currency, totalMinor, entries }: Shown, language: Language): string {
  const words = kinds[language]
  const rows = entries.map((line) => [
    ...[teacherId, month, words[line.kind], line.lessonId, line.forMonth, line.occurredAt, line.recordedAt],
    ...[line.entryId, currency, line.amountMinor],
  ])
  const total = [teacherId, month, words.total, '', '', '', '', '', currency, totalMinor]
  return csvText([headings[language], ...rows, total])
}
