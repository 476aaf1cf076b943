import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { enrollmentStateField } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { amountField, centihoursField, currencyField, idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { Item, ItemKey, Query, Table, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { type Instant, instantFromEpochMs } from '@tutelage/shared/kernel/instant.ts'
import type { BusinessKey, LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { bookField, entryField } from '@tutelage/shared/ledger/ledger-fields.ts'
import * as z from 'zod'
import type { Enrollment } from '../enrolling/enrollment.ts'
import { enrollmentIn } from '../enrolling/enrollment-store.ts'
import { readMany } from '../timetable/read-many.ts'
import type { HoursAccount } from './hours-account.ts'
import { type Purchase, purchasesIn } from './purchase-store.ts'

const openPurchaseField = whenAsked(() =>
  z.object({
    purchaseId: idField('purchase'),
    centihours: centihoursField(),
    priceMinor: amountField(),
    receivedMinor: amountField(),
    openedCentihours: centihoursField(),
  }),
)
const accountItem = defineItem('hoursAccount', () =>
  z.object({
    enrollmentId: idField('enrollment'),
    studentId: idField('student'),
    householdId: idField('household'),
    classGroupId: idField('classGroup'),
    courseId: idField('course'),
    termId: idField('term'),
    currency: currencyField(),
    state: enrollmentStateField(),
    boughtCentihours: centihoursField(),
    priceMinor: amountField(),
    receivedMinor: amountField(),
    purchases: z.array(openPurchaseField()).readonly(),
    book: bookField(),
    lowBalanceTold: z.boolean(),
  }),
)
const entryItem = defineItem('hoursEntry', () => z.object({ entry: entryField() }))

const partition = (enrollmentId: Id<'enrollment'>): string => `ENROLLMENT#${enrollmentId}`
const accountKey = ({ campus }: CampusContext, enrollmentId: Id<'enrollment'>): ItemKey =>
  campusKey(campus, partition(enrollmentId), 'ACCOUNT')
const entryKey = ({ campus }: CampusContext, enrollmentId: Id<'enrollment'>, key: BusinessKey): ItemKey =>
  campusKey(campus, partition(enrollmentId), `ENTRY#${key}`)

/** @throws NotFound when the campus has no such enrollment */
export async function loadAccount(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<Stored<HoursAccount>> {
  const stored = accountItem.find(await context.table.get(accountKey(context, enrollmentId)))
  if (!stored) throw new NotFound('enrollment')
  return stored
}

/** The accounts of some enrollments that exist, in the order asked. */
export async function loadAccounts(
  context: CampusContext,
  enrollmentIds: readonly Id<'enrollment'>[],
): Promise<readonly Stored<HoursAccount>[]> {
  const items = await readMany(
    context.table,
    enrollmentIds.map((id) => accountKey(context, id)),
  )
  return items.flatMap((item) => accountItem.find(item) ?? [])
}

/** @param version as it was read, or 0 for a new enrollment */
export const writeAccount = (context: CampusContext, account: HoursAccount, version: number): Write =>
  accountItem.write(
    accountKey(context, account.enrollmentId),
    {
      ...account,
      state: { ...account.state },
      purchases: account.purchases.map((open) => ({ ...open })),
      book: { balances: [...account.book.balances], lots: [...account.book.lots] },
    },
    { version },
  )

/** The commit fails when the account was changed since it was read. */
export const checkAccount = (context: CampusContext, { value, version }: Stored<HoursAccount>): Write => ({
  op: 'check',
  key: accountKey(context, value.enrollmentId),
  when: { version },
})

/** Appends an entry; its business key posts once, for ever. */
export const appendEntry = (context: CampusContext, enrollmentId: Id<'enrollment'>, entry: LedgerEntry): Write =>
  appendEntryAt(context, entryKey(context, enrollmentId, entry.businessKey), entry)

/** Appends an entry of another book with the same accounts, under a key of its own; the campus's sums know of it. */
export const appendEntryAt = (context: CampusContext, key: ItemKey, entry: LedgerEntry): Write =>
  entryItem.write(
    key,
    { entry: { ...entry, lines: [...entry.lines] } },
    {
      version: 0,
      // By when it was recorded, for who asks what a campus holds.
      indexes: {
        lookupPk: recordedIn(context, monthOf(entry.recordedAt)),
        lookupSk: `${entry.recordedAt}#${entry.entryId}`,
      },
    },
  )

const recordedIn = ({ campus }: CampusContext, month: string): string => campusPartition(campus, `RECORDED#${month}`)
/** `YYYY-MM` in UTC. */
const monthOf = (at: Instant): string => at.slice(0, 7)

/**
 * Every entry of the campus that was recorded from one moment on and before another, in order; it may be a moment behind.
 * @param since at most 14 months before `until`
 */
export async function loadRecorded(
  context: CampusContext,
  { since, until }: { readonly since: Instant; readonly until: Instant },
): Promise<readonly LedgerEntry[]> {
  const found: LedgerEntry[] = []
  for (let at = since; monthOf(at) <= monthOf(until); at = nextMonth(at)) {
    const pk = recordedIn(context, monthOf(at))
    const items = await readAll(context.table, entryItem, { index: 'lookup', pk, sk: { from: since, to: until } })
    found.push(...items.map(({ value }) => value.entry))
  }
  return found.filter(({ recordedAt }) => recordedAt < until)
}

function nextMonth(at: Instant): Instant {
  const [year = 0, month = 0] = monthOf(at).split('-').map(Number)
  return instantFromEpochMs(Date.UTC(year, month, 1))
}

/** @throws Error when the key was never posted: a defect */
export async function loadEntry(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
  key: BusinessKey,
): Promise<LedgerEntry> {
  const stored = entryItem.find(await context.table.get(entryKey(context, enrollmentId, key)))
  if (!stored) throw new Error(`no entry ${key}`)
  return stored.value.entry
}

/** Every entry of an account, in no order. */
export async function loadEntries(
  { table, campus }: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<readonly LedgerEntry[]> {
  const pk = campusPartition(campus, partition(enrollmentId))
  const found = await readAll(table, entryItem, { pk, sk: { beginsWith: 'ENTRY#' } })
  return found.map(({ value }) => value.entry)
}

/** An account with what was agreed on and every entry behind it, in one query. */
export interface AccountHistory {
  readonly enrollment: Enrollment
  readonly account: HoursAccount
  readonly purchases: readonly Purchase[]
  /** In no order. */
  readonly entries: readonly LedgerEntry[]
}

/** @throws NotFound when the campus has no such enrollment */
export async function loadHistory(
  { table, campus }: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<AccountHistory> {
  const pk = campusPartition(campus, partition(enrollmentId))
  // The account, the purchases, the enrollment, and the entries: they stand side by side.
  const items = await readItems(table, { pk, sk: { from: 'ACCOUNT', to: 'ENTRY$' } })
  const account = items.find(({ entity }) => entity === accountItem.entity)
  if (!account) throw new NotFound('enrollment')
  const entries = items
    .filter(({ entity }) => entity === entryItem.entity)
    .map((item) => entryItem.read(item).value.entry)
  return {
    enrollment: enrollmentIn(items),
    account: accountItem.read(account).value,
    purchases: purchasesIn(items),
    entries,
  }
}

async function readItems(table: Table, query: Omit<Query, 'limit' | 'cursor'>): Promise<readonly Item[]> {
  const found: Item[] = []
  let page = await table.query({ ...query, limit: 1000 })
  for (;;) {
    found.push(...page.items)
    if (page.nextCursor === undefined) return found
    page = await table.query({ ...query, limit: 1000, cursor: page.nextCursor })
  }
}
