import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { listPayments as contract } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { listPaymentsOf } from './payment-store.ts'

/** The payments of an enrollment, oldest first. */
export async function listPayments({ params }: RequestOf<typeof contract>, context: CampusContext) {
  const payments = await listPaymentsOf(context, params.enrollmentId)
  return accept({ items: payments.map(({ refunds: _, ...payment }) => payment) })
}
