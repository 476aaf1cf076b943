import * as z from 'zod'
import type { AtRest } from './loyalty-projection.ts'
import type { Watch, Witness } from './witness.ts'

const accountSchema = z.object({ enrollmentId: z.string(), state: z.object({ status: z.string() }) })
const countedSchema = z.object({
  termId: z.string(),
  studentId: z.string(),
  enrollmentId: z.string(),
  outcome: z.object({ status: z.string(), enrollmentId: z.string().optional() }),
})

const statusOf = (account: unknown): string | undefined => accountSchema.safeParse(account).data?.state.status

/** Watches that who changed class is never taken for somebody who left. */
export const watchTransfers =
  (witness: Witness): Watch =>
  (service, changes) => {
    if (service !== 'enrollment') return
    for (const { key, before, after } of changes) {
      if (before?.entity !== 'hoursAccount' || statusOf(before) !== 'transferred') continue
      witness.expect(statusOf(after) === 'transferred', 'a transfer is never a drop', key, statusOf(after))
    }
  }

/** Who was counted in a term is counted on in the class that they changed to, and nobody is told to have left by it. */
export function checkCensus({ facts, items, witness }: AtRest): void {
  const moved = new Map<string, string>()
  for (const { data } of facts.get('ClassTransferred') ?? []) {
    moved.set(String(data.enrollmentId), String(data.toEnrollmentId))
  }
  for (const { data } of facts.get('EnrollmentTerminated') ?? []) {
    witness.expect(!moved.has(String(data.enrollmentId)), 'a transfer is never a drop', data)
  }
  const counted = new Set<string>()
  for (const item of items.filter(({ pk }) => pk.includes('#CENSUSOF#'))) {
    const { termId, studentId, enrollmentId, outcome } = countedSchema.parse(item)
    const once = `${termId} ${enrollmentId}`
    witness.expect(!counted.has(once), 'who changed class is counted once', studentId, once)
    counted.add(once)
    const to = moved.get(enrollmentId)
    witness.expect(to === undefined, 'who changed class is counted on', studentId, enrollmentId, to)
    const renewedBy = moved.get(outcome.enrollmentId ?? '')
    witness.expect(renewedBy === undefined, 'who had renewed and changed class has renewed', studentId, outcome)
  }
}
