import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { external } from '@tutelage/shared/ledger/account.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import { businessKey, type LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { post } from '@tutelage/shared/ledger/posting.ts'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'
import type { Lesson } from '../timetable/lesson.ts'

/** What the teacher has coming; the other side is the cost of teaching. */
export const pay = external('teacherPay')
const teachingCost = external('teachingCost')

/**
 * What the teacher of a lesson is due by the marks in it: the class's rate when the teacher was there and at least one student's
 * status is reason to pay.
 * Rule: E6, E17.
 */
export function payDue(lesson: Lesson, rateMinor: AmountMinor): AmountMinor {
  const isDue = lesson.status === 'held' && lesson.teacher.isPaid && lesson.sheet.payingStudents > 0
  return isDue ? rateMinor : amountMinor(0)
}

/** The entry of a lesson that its pay still lacks; its number is the lesson's count of entries so far. */
export interface Accrual {
  readonly lesson: Lesson
  /** Not 0; negative when a correction takes pay back. */
  readonly amountMinor: AmountMinor
  readonly currency: string
}

/** Posts a difference in the pay of a lesson, once. Rule: E17. */
export function accrualEntry({ lesson, amountMinor: amount, currency }: Accrual, facts: EntryFacts): LedgerEntry {
  const kind = 'teacherPayAccrued'
  const key = businessKey(kind, lesson.lessonId, String(lesson.sheet.accruals + 1))
  const lines = [
    { account: pay, asset: currency, amount },
    { account: teachingCost, asset: currency, amount: -amount },
  ]
  return posted(post(emptyBook, { ...facts, kind, businessKey: key, lines })).entry
}
