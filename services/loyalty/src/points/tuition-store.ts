import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import { pointsPartition } from './points-store.ts'
import type { TuitionFact } from './tuition-fact.ts'

const known = whenAsked(() => ({
  paymentId: idField('payment'),
  refunds: z.array(z.object({ refundId: idField('refund'), amountMinor: z.int(), refundedAt: instantField() })),
}))
const tuitionItem = defineItem('pointsTuition', () =>
  z.object({
    fact: z.discriminatedUnion('status', [
      z.object({ status: z.literal('refundedUnpaid'), ...known() }),
      z.object({
        status: z.literal('paid'),
        ...known(),
        amountMinor: z.int(),
        paidAt: instantField(),
        terms: z.object({
          pointsPer100Minor: z.int(),
          rates: z.array(z.object({ fromMinor: z.int(), pointsBasisPoints: z.int() })),
          spendableFrom: instantField(),
          expiresAt: instantField(),
        }),
        granted: z.object({ points: z.int(), revision: z.int(), entryId: idField('entry').optional() }),
      }),
    ]),
  }),
)

const sort = (paymentId: Id<'payment'>): string => `TUITION#${paymentId}`

/** What is known of a member's payments and refunds. */
export async function readTuition(
  context: CampusContext,
  memberId: Id<'member'>,
): Promise<readonly Stored<TuitionFact>[]> {
  const pk = campusPartition(context.campus, pointsPartition(memberId))
  const stored = await readAll(context.table, tuitionItem, { pk, sk: { beginsWith: 'TUITION#' } })
  return stored.map(({ value, version }) => ({ value: value.fact, version }))
}

/** Keeps the facts that changed. */
export function writeTuition(
  context: CampusContext,
  memberId: Id<'member'>,
  { before, after }: { readonly before: readonly Stored<TuitionFact>[]; readonly after: readonly TuitionFact[] },
): Write[] {
  return after.flatMap((fact) => {
    const stored = before.find(({ value }) => value.paymentId === fact.paymentId)
    if (stored?.value === fact) return []
    const key = campusKey(context.campus, pointsPartition(memberId), sort(fact.paymentId))
    return tuitionItem.write(key, { fact: mutable(fact) }, { version: stored?.version ?? 0 })
  })
}

const mutable = (fact: TuitionFact) =>
  fact.status === 'paid'
    ? { ...fact, refunds: [...fact.refunds], terms: { ...fact.terms, rates: [...fact.terms.rates] } }
    : { ...fact, refunds: [...fact.refunds] }
