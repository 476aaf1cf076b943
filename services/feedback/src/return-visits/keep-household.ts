import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { findHousehold, writeHousehold } from './household-of-student-store.ts'

/** Keeps whose student it is; what was said earlier changes nothing, in whatever order it comes. */
export async function keepHousehold({ data, meta }: EventOf<typeof studentEnrolled>, context: CampusContext) {
  const { studentId, householdId } = data
  const stored = await findHousehold(context, studentId)
  const kept = stored === undefined || stored.value.asOf < meta.recordedAt
  const household = { householdId, asOf: meta.recordedAt, version: stored?.version ?? 0 }
  const writes = kept ? [writeHousehold(context, studentId, household)] : []
  return accept(await context.commit({ writes, answer: { kept } }))
}
