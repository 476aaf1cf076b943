import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import { idField, instantField } from '../contracts/fields.ts'
import type { Account, OwnedAccount } from './account.ts'
import type { Book } from './book.ts'
import type { BusinessKey, LedgerEntry } from './entry.ts'

/** How books and entries stand in an item: the schemas by which stores read them back. */

const accountField = whenAsked(() =>
  z.custom<Account>((value) => typeof value === 'string' && /^(spendable|pending|held|debt|external):./.test(value)),
)
const ownedAccountField = whenAsked(() =>
  z.custom<OwnedAccount>((value) => typeof value === 'string' && /^(spendable|pending|held):./.test(value)),
)
const businessKeyField = whenAsked(() => z.custom<BusinessKey>((value) => typeof value === 'string' && value !== ''))

const lotField = whenAsked(() =>
  z.object({
    lotId: z.string(),
    acquiredAt: instantField(),
    expiresAt: instantField().exactOptional(),
    availableFrom: instantField().exactOptional(),
  }),
)

/** The book of one owner. */
export const bookField = whenAsked(
  () =>
    z.object({
      balances: z.array(z.object({ account: accountField(), asset: z.string(), amount: z.int() })),
      lots: z.array(z.object({ account: ownedAccountField(), asset: z.string(), lot: lotField(), remaining: z.int() })),
    }) satisfies z.ZodType<Book>,
)

/** An entry as it was posted. */
export const entryField = whenAsked(
  () =>
    z.object({
      entryId: idField('entry'),
      businessKey: businessKeyField(),
      kind: z.string(),
      occurredAt: instantField(),
      recordedAt: instantField(),
      causationId: z.string(),
      lines: z.array(
        z.object({
          account: accountField(),
          asset: z.string(),
          amount: z.int(),
          lot: lotField().exactOptional(),
        }),
      ),
      reverses: idField('entry').exactOptional(),
    }) satisfies z.ZodType<LedgerEntry>,
)
