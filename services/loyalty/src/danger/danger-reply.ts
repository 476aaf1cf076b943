import type { ReplyOf } from '@tutelage/shared/contracts/define-route.ts'
import type { getDanger } from '@tutelage/shared/contracts/loyalty/danger-routes.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Danger, DangerState } from './danger.ts'
import { clearedBy } from './signal.ts'

type Reply = ReplyOf<typeof getDanger>

function resolutionOf(state: DangerState, note: string | undefined): Pick<Reply, 'resolution'> {
  if (state.status === 'open') return {}
  const { by, resolvedAt } = state
  if (state.by === 'signalsCleared') return { resolution: { by, resolvedAt } }
  return { resolution: { by, resolvedAt, staffId: state.staffId, ...(note !== undefined && { note }) } }
}

/**
 * A danger as it is shown: each reason with its evidence and what would clear it.
 * @param note what was written on resolving it
 * Rule: Y14.
 */
export function replyOf({ value, version }: Stored<Danger>, note?: string): Reply {
  const { dangerId, householdId, studentId, learningManagerId, detectedAt, reasons, state } = value
  return {
    dangerId,
    householdId,
    studentId,
    status: state.status,
    reasons: reasons.map(({ reason, evidence }) => ({
      reason,
      evidence: [...evidence],
      clearedBy: [...clearedBy[reason], 'resolution'],
    })),
    ...(learningManagerId && { learningManagerId }),
    detectedAt,
    ...resolutionOf(state, note),
    version,
  }
}
