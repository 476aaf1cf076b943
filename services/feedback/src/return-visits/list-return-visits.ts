import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { listReturnVisits as contract } from '@tutelage/shared/contracts/feedback/return-visits-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { listByStudent } from './return-visit-store.ts'

/** The calls and visits to the family of a student. Rule: F10. */
export const listReturnVisits = async ({ params, query }: RequestOf<typeof contract>, context: CampusContext) =>
  accept(await listByStudent(context, { studentId: params.studentId, ...query }))
