import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { balanceOf } from '@tutelage/shared/ledger/book.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import type { Posting } from '@tutelage/shared/ledger/posting.ts'
import * as fc from 'fast-check'
import { deductHours, type HoursAccount, hourAsset, hours, tuition } from '../lesson-hours/hours-account.ts'
import { giveUpUnpaid, withPurchase } from '../lesson-hours/purchase.ts'
import { undoDeduction } from '../lesson-hours/undo-deduction.ts'
import { receivePayment } from '../tuition/payment.ts'
import { postRefund, quoteRefundOf, type RefundQuote, type RefundWish } from '../tuition/refund.ts'
import { hour, newAccount, nthFacts, nthId } from './account-fixtures.ts'

/** For properties: what may happen to an account. */
export type Step =
  | { readonly do: 'pay'; readonly permille: number }
  | { readonly do: 'payRest' }
  | { readonly do: 'mark'; readonly centihours: number }
  | { readonly do: 'correct'; readonly lesson: number; readonly centihours: number }
  | { readonly do: 'refund'; readonly payment: number }
  | { readonly do: 'refundPart'; readonly of: 'centihours' | 'amountMinor'; readonly permille: number }
  | { readonly do: 'purchase'; readonly centihours: number; readonly priceMinor: number }
  | { readonly do: 'end' }

const hoursOfLesson = fc.integer({ min: 0, max: 400 })

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pay' as const), permille: fc.integer({ min: 1, max: 600 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('payRest' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('mark' as const), centihours: hoursOfLesson }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('correct' as const), lesson: fc.nat(20), centihours: hoursOfLesson }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refund' as const), payment: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('refundPart' as const),
      of: fc.constantFrom('centihours' as const, 'amountMinor' as const),
      permille: fc.integer({ min: 1, max: 1_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('purchase' as const),
      centihours: fc.integer({ min: 1, max: 3_000 }),
      priceMinor: fc.integer({ min: 1, max: 500_000 }),
    }),
  },
)

/** For properties: an account with all that happened to it, told independently of its book. */
export class AccountHistory {
  account: HoursAccount
  readonly entries: LedgerEntry[] = []
  /** By lesson: the hours that its mark deducts now, and their entry. */
  readonly lessons: { centihours: number; revision: number; heldAt: Instant; entry?: LedgerEntry }[] = []
  readonly paid: { amountMinor: number; openedCentihours: number }[] = []
  /** What was agreed on, and what of it was given up at the end. */
  readonly agreed: { centihours: number; priceMinor: number }[] = []
  readonly givenUp: { centihours: number; priceMinor: number }[] = []
  /** By payment. */
  readonly refunded = new Map<string, { amountMinor: number; count: number }>()
  refundedMinor = 0
  refundedCentihours = 0
  #count = 0

  constructor(bought: number, priceMinor: number) {
    this.account = newAccount(bought, priceMinor)
    this.agreed.push({ centihours: bought, priceMinor })
  }

  #facts() {
    this.#count += 1
    return nthFacts(this.#count)
  }

  #keep(...postings: readonly Posting[]): void {
    for (const { book, entry } of postings) {
      this.account = { ...this.account, book }
      this.entries.push(entry)
    }
  }

  /** @param hoursAgo of a mark: the lesson was so long before it */
  play(step: Step, hoursAgo = 0): void {
    const { account, lessons, paid } = this
    if (step.do === 'pay') this.#pay(Math.max(1, Math.floor((account.priceMinor * step.permille) / 1000)))
    if (step.do === 'payRest') this.#pay(account.priceMinor - account.receivedMinor)
    if (step.do === 'mark') this.#mark(step.centihours, hoursAgo)
    if (step.do === 'correct' && lessons.length > 0) this.#correct(step.lesson % lessons.length, step.centihours)
    if (step.do === 'refund' && paid.length > 0) this.#refundPayment(step.payment % paid.length)
    if (step.do === 'refundPart') this.#refundPart(step)
    if (step.do === 'purchase') this.#purchase(step)
    if (step.do === 'end') this.#end()
  }

  #purchase({
    centihours: hoursBought,
    priceMinor,
  }: {
    readonly centihours: number
    readonly priceMinor: number
  }): void {
    this.agreed.push({ centihours: hoursBought, priceMinor })
    const purchaseId = nthId('purchase', this.agreed.length)
    const agreed = { purchaseId, centihours: centihours(hoursBought), amountMinor: amountMinor(priceMinor) }
    this.account = withPurchase(this.account, agreed)
  }

  #end(): void {
    const all = quoteRefundOf(this.account, { of: 'all' })
    if (all.ok) this.#refund(all.value)
    const { account, givenUp } = giveUpUnpaid(this.account)
    this.account = account
    for (const part of givenUp) this.givenUp.push({ centihours: part.centihours, priceMinor: part.amountMinor })
  }

  #pay(amount: number): void {
    if (amount < 1) return
    const paymentId = nthId('payment', this.paid.length)
    const facts = this.#facts()
    const received = { paymentId, amountMinor: amountMinor(amount), paidAt: facts.occurredAt }
    const decided = receivePayment(this.account, received, facts)
    if (!decided.ok) return
    this.#keep(decided.value.posting)
    this.account = decided.value.account
    this.paid.push({ amountMinor: amount, openedCentihours: decided.value.openedCentihours })
  }

  #mark(amount: number, hoursAgo: number): void {
    const heldAt = hour(Math.max(0, this.#count + 1 - hoursAgo))
    this.#post(this.lessons.push({ centihours: 0, revision: 0, heldAt }) - 1, amount)
  }

  #post(at: number, amount: number): void {
    const lesson = this.lessons[at]
    if (!lesson) return
    lesson.revision += 1
    lesson.centihours = amount
    delete lesson.entry
    if (amount === 0) return
    const deduction = { lessonId: nthId('lesson', at), revision: lesson.revision, centihours: centihours(amount) }
    const posting = deductHours(this.account, deduction, { ...this.#facts(), occurredAt: lesson.heldAt })
    this.#keep(posting)
    lesson.entry = posting.entry
  }

  #correct(at: number, amount: number): void {
    const original = this.lessons[at]?.entry
    if (original) {
      const moment = { ...this.#facts(), occurredAt: original.occurredAt }
      const nextEntryId = () => this.#facts().entryId
      this.#keep(...undoDeduction(this.account, { original, entries: this.entries, nextEntryId }, moment))
    }
    this.#post(at, amount)
  }

  #refundPayment(at: number): void {
    const quote = quoteRefundOf(this.account, { of: 'all' }, (paymentId) => paymentId === nthId('payment', at))
    if (quote.ok) this.#refund(quote.value)
  }

  #refundPart({ of, permille }: { readonly of: 'centihours' | 'amountMinor'; readonly permille: number }): void {
    const { book, currency } = this.account
    const left = of === 'centihours' ? balanceOf(book, hours, hourAsset) : balanceOf(book, tuition, currency)
    const part = Math.ceil((left * permille) / 1_000)
    if (part === 0) return
    const wish: RefundWish = of === 'centihours' ? { of, centihours: part } : { of, amountMinor: part }
    const quote = quoteRefundOf(this.account, wish)
    if (quote.ok) this.#refund(quote.value)
  }

  #refund(quote: RefundQuote): void {
    for (const share of quote.shares) {
      const before = this.refunded.get(share.paymentId) ?? { amountMinor: 0, count: 0 }
      const sequence = before.count + 1
      this.#keep(postRefund(this.account, { share, sequence }, this.#facts()))
      this.refunded.set(share.paymentId, { amountMinor: before.amountMinor + share.amountMinor, count: sequence })
    }
    this.refundedMinor += quote.amountMinor
    this.refundedCentihours += quote.centihours
  }
}
