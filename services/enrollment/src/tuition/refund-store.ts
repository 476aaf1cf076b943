import { refundReply } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage, type StoredPage } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'

const refundItem = defineItem('refund', refundReply)
/** What of one payment was given back, by whom and why. */
export type Refund = ReturnType<typeof refundItem.read>['value']

const ofEnrollment = ({ campus }: CampusContext, enrollmentId: Id<'enrollment'>): string =>
  campusPartition(campus, `REFUNDS#${enrollmentId}`)

export const addRefund = (context: CampusContext, refund: Refund): Write =>
  refundItem.write(campusKey(context.campus, `PAYMENT#${refund.paymentId}`, `REFUND#${refund.refundId}`), refund, {
    version: 0,
    indexes: {
      lookupPk: ofEnrollment(context, refund.enrollmentId),
      lookupSk: `${refund.refundedAt}#${refund.refundId}`,
    },
  })

/** One page of the refunds of an enrollment, oldest first; it may be a moment behind. */
export const listRefundsOf = (
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
  page: PageRequest,
): Promise<StoredPage<Refund>> =>
  readPage(context.table, refundItem, { index: 'lookup', pk: ofEnrollment(context, enrollmentId), ...page })
