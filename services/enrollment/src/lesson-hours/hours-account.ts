import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { HouseholdId, Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { debtOf, external, spendable } from '@tutelage/shared/ledger/account.ts'
import { type Book, balanceOf } from '@tutelage/shared/ledger/book.ts'
import { type BusinessKey, businessKey, type Line } from '@tutelage/shared/ledger/entry.ts'
import { available, consume, owed } from '@tutelage/shared/ledger/lots.ts'
import { type Posting, post } from '@tutelage/shared/ledger/posting.ts'
import type { EnrollmentState } from '../enrolling/enrollment-state.ts'
import { type EntryFacts, posted } from './lesson-entry.ts'

/** The accounts of an enrollment's book. Hours are counted in `centihours`, money in the campus's currency. */
export const hours = spendable('hours')
export const hoursOwed = debtOf(hours)
export const hoursSold = external('hoursSold')
export const hoursUsed = external('hoursUsed')
/** Used by the school's earlier books, in lessons that are not in these. */
export const hoursUsedBefore = external('hoursUsedBefore')
export const hoursRefunded = external('hoursRefunded')
/** What went to the enrollment in another class, or came from there: over both books it is nothing. */
export const hoursTransferred = external('hoursTransferred')
export const tuitionTransferred = external('tuitionTransferred')
/** Debts that went to another class and are no debts any more: a correction undid them, they wait to be taken back there. */
export const debtReturned = external('debtReturned')
/** Prepaid tuition: a liability until the lesson is used. */
export const tuition = spendable('tuition')
/** The cash side: minus what was received, plus what was given back. */
export const payments = external('payments')
export const income = external('income')
export const hourAsset = 'centihours'

/** Hours at a price that were agreed and are not paid in full yet. */
export interface OpenPurchase {
  readonly purchaseId: Id<'purchase'>
  readonly centihours: Centihours
  readonly priceMinor: AmountMinor
  /** Less than the price. */
  readonly receivedMinor: AmountMinor
  /** What those payments opened: fewer than all hours. */
  readonly openedCentihours: Centihours
}

/**
 * The hours and the prepaid money of one enrollment, with all that its events tell, and where the enrollment stands: its version
 * is the enrollment's. One book: what a payment opens of a purchase is one lot of hours and one lot of money under one lot id.
 * Rule: E5, E7, E8.
 */
export interface HoursAccount {
  readonly enrollmentId: Id<'enrollment'>
  readonly studentId: StudentId
  readonly householdId: HouseholdId
  readonly classGroupId: Id<'classGroup'>
  readonly courseId: Id<'course'>
  readonly termId: Id<'term'>
  readonly currency: string
  readonly state: EnrollmentState
  /** What all purchases agreed on; an enrollment is fully paid when `receivedMinor` reaches `priceMinor`. */
  readonly boughtCentihours: Centihours
  readonly priceMinor: AmountMinor
  /** All payments, refunds not taken off. */
  readonly receivedMinor: AmountMinor
  /** Those that are not paid in full, oldest first: their rests add up to what is outstanding. */
  readonly purchases: readonly OpenPurchase[]
  readonly book: Book
  /** The family knows that few hours are left; a top-up arms the reminder again. */
  readonly lowBalanceTold: boolean
}

/** What of an account its events carry. */
export const enrollmentOf = (account: HoursAccount) => ({
  enrollmentId: account.enrollmentId,
  studentId: account.studentId,
  householdId: account.householdId,
  classGroupId: account.classGroupId,
  courseId: account.courseId,
})

/** What is left of the hours bought so far, ≥ 0. */
export const remainingHours = ({ book }: HoursAccount): Centihours => centihours(balanceOf(book, hours, hourAsset))

/** What was used without being bought, ≥ 0. */
export const owedHours = ({ book }: HoursAccount): Centihours => centihours(owed(book, hours, hourAsset))

/** What is still to pay, ≥ 0. */
export const outstanding = ({ priceMinor, receivedMinor }: HoursAccount): AmountMinor =>
  amountMinor(priceMinor - receivedMinor)

/** A lesson's hours of one student. */
export interface Deduction {
  readonly lessonId: Id<'lesson'>
  /** Of the mark that causes it: a correction posts anew under the next. */
  readonly revision: number
  /** > 0 */
  readonly centihours: Centihours
}

/** The business key under which a mark deducts its hours: each revision of it once. */
export const deductionKey = ({
  lessonId,
  enrollmentId,
  revision,
}: Pick<Deduction, 'lessonId' | 'revision'> & Pick<HoursAccount, 'enrollmentId'>): BusinessKey =>
  businessKey('hoursDeducted', lessonId, enrollmentId, String(revision))

function owedLines(short: number): readonly Line[] {
  if (short === 0) return []
  return [
    { account: hoursOwed, asset: hourAsset, amount: -short },
    { account: hoursUsed, asset: hourAsset, amount: short },
  ]
}

/**
 * Deducts a lesson: the oldest purchase first, and its prepaid money becomes income. A student is never sent home for want of
 * hours: what is short is owed, and the next payment repays it first.
 * @param facts when the lesson was and when we learnt of the mark
 * @returns the new book and the entry
 * Rule: E5, E7.
 */
export function deductHours(account: HoursAccount, deduction: Deduction, facts: EntryFacts): Posting {
  const { book, currency } = account
  const covered = Math.min(deduction.centihours, available(book, hours, hourAsset, facts.occurredAt))
  const used =
    covered > 0
      ? posted(
          consume(book, {
            account: hours,
            asset: hourAsset,
            amount: covered,
            to: hoursUsed,
            order: 'oldest',
            at: facts.occurredAt,
            release: { from: tuition, asset: currency, to: income },
          }),
        )
      : []
  const kind = 'hoursDeducted'
  const key = deductionKey({ ...deduction, enrollmentId: account.enrollmentId })
  const lines = [...used, ...owedLines(deduction.centihours - covered)]
  return posted(post(book, { ...facts, kind, businessKey: key, lines }))
}
