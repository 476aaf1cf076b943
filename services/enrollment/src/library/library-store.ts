import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { borrowerField, mostCopies, titleReply } from '@tutelage/shared/contracts/enrollment/library-routes.ts'
import { idField, localDateField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { Item, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import type { Borrower, Copy, PastLoan } from './loan.ts'

/** The due job that looks for loans whose last day has passed. */
export const overdueJob = 'remind-overdue-loan'

/** A title with the ids of its copies, in the order in which they came. */
export type Title = z.output<ReturnType<typeof titleReply>> & { readonly copyIds: readonly Id<'copy'>[] }

const loan = whenAsked(() => ({
  loanId: idField('loan'),
  borrower: borrowerField(),
  lentOn: localDateField(),
  dueOn: localDateField(),
  renewals: z.int(),
}))
const endedLoan = whenAsked(() => ({ ...loan(), daysLate: z.int() }))
const state = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('available') }),
    z.object({ status: z.literal('lent'), loan: z.object({ ...loan(), overdueTold: z.boolean() }) }),
    z.object({
      status: z.literal('withdrawn'),
      reason: z.string(),
      withdrawnOn: localDateField(),
      loan: z.object(endedLoan()).optional(),
    }),
  ]),
)
const titleItem = defineItem('title', () => titleReply().extend({ copyIds: z.array(idField('copy')) }))
const copyItem = defineItem('copy', () =>
  z.object({
    copyId: idField('copy'),
    titleId: idField('title'),
    barcode: z.string().optional(),
    state: state(),
  }),
)
/** What somebody has at home: two who lend to the same person meet here. */
const borrowerItem = defineItem('borrower', () => z.object({ copyIds: z.array(idField('copy')) }))
const pastLoan = whenAsked(() => z.object({ ...endedLoan(), copyId: idField('copy'), titleId: idField('title') }))
const returnedItem = defineItem('returnedLoan', () => pastLoan().extend({ returnedOn: localDateField() }))
const withdrawnItem = defineItem('withdrawnLoan', () =>
  pastLoan().extend({ withdrawnOn: localDateField(), reason: z.string() }),
)

const nameOf = (borrower: Borrower): string => (borrower.kind === 'student' ? borrower.studentId : borrower.staffId)
const titleKey = ({ campus }: CampusContext, titleId: Id<'title'>): ItemKey => campusKey(campus, 'TITLES', titleId)
const copyKey = ({ campus }: CampusContext, copyId: Id<'copy'>): ItemKey => campusKey(campus, `COPY#${copyId}`, 'COPY')
const borrowerKey = ({ campus }: CampusContext, borrower: Borrower): ItemKey =>
  campusKey(campus, `BORROWER#${nameOf(borrower)}`, 'BORROWER')

function copyOf(item: Item): Stored<Copy> {
  const { value, version } = copyItem.read(item)
  const { state: kept, ...identity } = value
  return { value: { ...identity, ...kept }, version }
}

function stateOf(copy: Copy): z.output<ReturnType<typeof state>> {
  if (copy.status === 'lent') return { status: 'lent', loan: { ...copy.loan, borrower: { ...copy.loan.borrower } } }
  if (copy.status === 'available') return { status: 'available' }
  const { status, reason, withdrawnOn, loan } = copy
  return { status, reason, withdrawnOn, ...(loan && { loan: { ...loan, borrower: { ...loan.borrower } } }) }
}

/** @throws NotFound when the library has no such title */
export async function loadTitle(context: CampusContext, titleId: Id<'title'>): Promise<Stored<Title>> {
  const stored = titleItem.find(await context.table.get(titleKey(context, titleId)))
  if (!stored) throw new NotFound('title')
  return stored
}

/** @param version as it was read, or 0 for a new title */
export const writeTitle = (context: CampusContext, title: Title, version: number): Write =>
  titleItem.write(titleKey(context, title.titleId), { ...title, copyIds: [...title.copyIds] }, { version })

export const listTitles = ({ table, campus }: CampusContext, page: PageRequest) =>
  readPage(table, titleItem, { pk: campusPartition(campus, 'TITLES'), ...page })

/** @throws NotFound when the library has no such copy */
export async function loadCopy(context: CampusContext, copyId: Id<'copy'>): Promise<Stored<Copy>> {
  const item = await context.table.get(copyKey(context, copyId))
  if (!item) throw new NotFound('copy')
  return copyOf(item)
}

/** The copy that the due index points to. */
export async function findCopyAt({ table }: CampusContext, { pk, sk }: ItemKey): Promise<Stored<Copy> | undefined> {
  const item = await table.get({ pk, sk })
  return item && copyOf(item)
}

/** @param copyIds at most `mostCopies` */
export async function loadCopies(context: CampusContext, copyIds: readonly Id<'copy'>[]): Promise<readonly Copy[]> {
  if (copyIds.length > mostCopies) throw new RangeError('too many copies at once')
  const items = await context.table.getMany(copyIds.map((id) => copyKey(context, id)))
  return items.flatMap((item) => (item ? [copyOf(item).value] : []))
}

/**
 * Stores a copy; one that is lent stands on the list of open loans, and waits for the day after its last.
 * @param remindAt when the borrower is to be reminded; nothing once they were
 */
export function writeCopy(context: CampusContext, { value: copy, version }: Stored<Copy>, remindAt?: Instant): Write {
  const { copyId, titleId, barcode } = copy
  const key = copyKey(context, copyId)
  const indexes = copy.status === 'lent' && {
    lookupPk: campusPartition(context.campus, 'OPENLOANS'),
    lookupSk: `${copy.loan.dueOn}#${copyId}`,
    ...(remindAt && dueAttributes(context.campus, { job: overdueJob, at: remindAt, key })),
  }
  const value = { copyId, titleId, ...(barcode && { barcode }), state: stateOf(copy) }
  return copyItem.write(key, value, { version, ...(indexes && { indexes }) })
}

/** One page of the copies that are lent, the earliest due first; it may be a moment behind. */
export async function listLent(
  { table, campus }: CampusContext,
  { dueBefore, ...page }: PageRequest & { readonly dueBefore?: LocalDate | undefined },
) {
  const sk = dueBefore && { sk: { from: '0', to: dueBefore } }
  const pk = campusPartition(campus, 'OPENLOANS')
  const { items, ...rest } = await table.query({ index: 'lookup', pk, ...sk, ...pageOf(page) })
  return { items: items.map((item) => copyOf(item).value), ...(rest.nextCursor && { nextCursor: rest.nextCursor }) }
}

const pageOf = ({ limit, cursor }: PageRequest) => ({ limit, ...(cursor !== undefined && { cursor }) })

/** The copies that somebody has, with the version of that list. */
export async function loadBorrowed(
  context: CampusContext,
  borrower: Borrower,
): Promise<Stored<{ readonly copyIds: readonly Id<'copy'>[] }>> {
  const stored = borrowerItem.find(await context.table.get(borrowerKey(context, borrower)))
  return stored ?? { value: { copyIds: [] }, version: 0 }
}

export const writeBorrowed = (
  context: CampusContext,
  borrower: Borrower,
  { value, version }: Stored<{ readonly copyIds: readonly Id<'copy'>[] }>,
): Write => borrowerItem.write(borrowerKey(context, borrower), { copyIds: [...value.copyIds] }, { version })

/** The borrower has a copy no more. */
export async function leaveBorrower(context: CampusContext, borrower: Borrower, copyId: Id<'copy'>): Promise<Write> {
  const { value, version } = await loadBorrowed(context, borrower)
  return writeBorrowed(context, borrower, { value: { copyIds: value.copyIds.filter((id) => id !== copyId) }, version })
}

/** Keeps a loan that is over, under whoever had the copy. */
export function keepPast(context: CampusContext, { copyId, titleId }: Copy, loan: PastLoan): Write {
  const key = campusKey(context.campus, `LOANS#${nameOf(loan.borrower)}`, `${loan.lentOn}#${loan.loanId}`)
  const { status: _, ...kept } = { ...loan, borrower: { ...loan.borrower }, copyId, titleId }
  return 'returnedOn' in kept
    ? returnedItem.write(key, kept, { version: 0 })
    : withdrawnItem.write(key, kept, { version: 0 })
}

const pastLoanOf = (item: Item) =>
  item.entity === withdrawnItem.entity
    ? { ...withdrawnItem.read(item).value, status: 'withdrawn' as const }
    : { ...returnedItem.read(item).value, status: 'returned' as const }

/** One page of somebody's loans that are over, the oldest first. */
export async function listPast({ table, campus }: CampusContext, borrower: Borrower, page: PageRequest) {
  const pk = campusPartition(campus, `LOANS#${nameOf(borrower)}`)
  const { items, ...rest } = await table.query({ pk, ...pageOf(page) })
  return { items: items.map(pastLoanOf), ...(rest.nextCursor && { nextCursor: rest.nextCursor }) }
}
