import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { complaintMoment } from './change-complaint.ts'
import { ringComplaint } from './complaint.ts'
import { tellEscalated } from './complaint-news.ts'
import { complaintIdOf, readComplaint, writeComplaint } from './complaint-store.ts'

/**
 * Tells the campus manager before a clock of a complaint runs out, and the principal when it has. What was told stands in
 * the complaint, and its next moment in the due index; a complaint that has nothing to tell any more is left alone.
 * Rule: F3.
 */
export async function escalateComplaint(key: ItemKey, context: CampusContext) {
  const complaintId = complaintIdOf(key)
  if (!complaintId) throw new NotFound('complaint')
  const [moment, stored] = await Promise.all([complaintMoment(context), readComplaint(context, complaintId)])
  const { complaint, rings } = ringComplaint(stored.complaint, context.now)
  if (rings.length === 0) return accept({ told: 0 })
  const version = stored.version + 1
  return accept(
    await context.commit({
      writes: writeComplaint(context, { complaint, version: stored.version, deeds: ['escalated'], statements: [] }),
      events: rings.flatMap((ring) => tellEscalated({ context, moment, complaint, version }, ring)),
      answer: { told: rings.length },
    }),
  )
}
