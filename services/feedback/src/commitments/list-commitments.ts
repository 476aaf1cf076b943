import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  listCommitments as listContract,
  listStudentCommitments as studentContract,
} from '@tutelage/shared/contracts/feedback/commitments-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { listByStatus, listByStudent } from './commitment-store.ts'

/** Promises in a state; the open ones are the calls to make. Rule: F9. */
export const listCommitments = async ({ query }: RequestOf<typeof listContract>, context: CampusContext) =>
  accept(await listByStatus(context, query))

/** What was promised to the family of a student, and what became of it. Rule: F9. */
export const listStudentCommitments = async (
  { params, query }: RequestOf<typeof studentContract>,
  context: CampusContext,
) => accept(await listByStudent(context, { studentId: params.studentId, ...query }))
