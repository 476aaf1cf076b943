import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { external } from '@tutelage/shared/ledger/account.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import { businessKey, type LedgerEntry, type Line } from '@tutelage/shared/ledger/entry.ts'
import { post } from '@tutelage/shared/ledger/posting.ts'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'
import type { Lesson, TeacherMark } from '../timetable/lesson.ts'

/** What the teacher has coming; the other side is the cost of teaching. */
export const pay = external('teacherPay')
/** What comes beside it for the lessons of reward courses. */
export const allowance = external('teacherAllowance')
/** What comes each month, whatever the lessons. */
export const base = external('teacherBasePay')
const teachingCost = external('teachingCost')

/** What a lesson earns: by the class's rate, and in a reward course as an allowance. */
export interface Earned {
  readonly rateMinor: AmountMinor
  readonly allowanceMinor: AmountMinor
}

/**
 * What the teacher of a lesson is due by the marks in it: all that a lesson of the class earns when the teacher was there and at
 * least one student's status is reason to pay, otherwise nothing. What a lesson has paid stays as it was earned, whatever the terms are now.
 * Rule: E6, E17.
 */
function payDue({ teacher, sheet }: Extract<Lesson, { status: 'held' }>, terms: Earned): Earned {
  const isDue = teacher.isPaid && sheet.payingStudents > 0
  if (!isDue) return { rateMinor: amountMinor(0), allowanceMinor: amountMinor(0) }
  const hasPaid = sheet.accruedMinor + sheet.allowanceMinor > 0
  return hasPaid ? { rateMinor: sheet.accruedMinor, allowanceMinor: sheet.allowanceMinor } : terms
}

/** What a lesson's pay still lacks; its number is the lesson's count of entries with it. */
export interface Accrual extends Earned {
  readonly teacher: TeacherMark
  readonly number: number
}

/**
 * Lets what a lesson has paid follow its marks.
 * @returns the lesson as it has paid then, and the difference: not 0, below it when a correction takes pay back
 * Rule: E7, E17.
 */
export function accrue(lesson: Lesson, terms: Earned): { readonly lesson: Lesson; readonly accrual?: Accrual } {
  if (lesson.status !== 'held') return { lesson }
  const { sheet, teacher } = lesson
  const due = payDue(lesson, terms)
  const rateMinor = amountMinor(due.rateMinor - sheet.accruedMinor)
  const allowanceMinor = amountMinor(due.allowanceMinor - sheet.allowanceMinor)
  if (rateMinor === 0 && allowanceMinor === 0) return { lesson }
  const number = sheet.accruals + 1
  const after = { ...sheet, accruedMinor: due.rateMinor, allowanceMinor: due.allowanceMinor, accruals: number }
  return { lesson: { ...lesson, sheet: after }, accrual: { teacher, number, rateMinor, allowanceMinor } }
}

/** Lines that cost the campus what they add up to. */
export function paidFor(currency: string, added: readonly Pick<Line, 'account' | 'amount'>[]): Line[] {
  const cost = added.reduce((sum, { amount }) => sum + amount, 0)
  return [...added, { account: teachingCost, amount: -cost }]
    .filter(({ amount }) => amount !== 0)
    .map((line) => ({ ...line, asset: currency }))
}

/** Posts a difference in the pay of a lesson, once. Rule: E17. */
export function accrualEntry(
  { rateMinor, allowanceMinor, number }: Accrual,
  { lesson, currency }: { readonly lesson: Lesson; readonly currency: string },
  facts: EntryFacts,
): LedgerEntry {
  const kind = 'teacherPayAccrued'
  const key = businessKey(kind, lesson.lessonId, String(number))
  const lines = paidFor(currency, [
    { account: pay, amount: rateMinor },
    { account: allowance, amount: allowanceMinor },
  ])
  return posted(post(emptyBook, { ...facts, kind, businessKey: key, lines })).entry
}
