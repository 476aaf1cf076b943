import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import { getPrepaid as getPrepaidContract } from '@tutelage/shared/contracts/enrollment/prepaid-routes.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { getPrepaid } from './get-prepaid.ts'
import { listPayments, listRefunds } from './list-payments.ts'
import { payTuition } from './pay-tuition.ts'
import { dunningPolicy, refundPolicy } from './policy.ts'
import { previewEnrollmentRefund, refundEnrollment } from './refund-enrollment.ts'
import { previewRefund, refundTuition } from './refund-tuition.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.payTuition, payTuition),
  bindRoute(contracts.listPayments, listPayments),
  bindRoute(contracts.previewRefund, previewRefund),
  bindRoute(contracts.refundTuition, refundTuition),
  bindRoute(contracts.previewEnrollmentRefund, previewEnrollmentRefund),
  bindRoute(contracts.refundEnrollment, refundEnrollment),
  bindRoute(contracts.listRefunds, listRefunds),
  bindRoute(getPrepaidContract, getPrepaid),
  ...refundPolicy.routes,
  ...dunningPolicy.routes,
]
