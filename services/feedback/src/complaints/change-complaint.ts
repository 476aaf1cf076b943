import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type {
  ComplaintDeed,
  ComplaintFile,
  ComplaintStatement,
} from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import { type ComplaintId, type ComplaintMoment, ringComplaint, type Words } from './complaint.ts'
import { type ChangedComplaint, tellEscalated } from './complaint-news.ts'
import { complaintRules } from './complaint-policy.ts'
import { readComplaint, writeComplaint } from './complaint-store.ts'

/** One thing that is done with a complaint. */
export interface ComplaintChange<Code extends string> {
  readonly deeds: readonly ComplaintDeed[]
  decide(complaint: ComplaintFile, moment: ComplaintMoment): Decision<ComplaintFile, Code>
  /** What was said with it. */
  readonly words?: readonly Words[]
  /** What others are told, beside escalations. */
  tell?(changed: ChangedComplaint): readonly NewEvent[]
}

/** Who acts, when, and by which calendar and policy. @throws NotFound of `campus` */
export async function complaintMoment(context: CampusContext): Promise<ComplaintMoment> {
  const [{ calendar }, policy] = await Promise.all([loadCampus(context), complaintRules.load(context)])
  return { now: context.now, by: context.scope.actor, calendar, policy }
}

/** Words as statements: numbered on from the complaint's, with when and by whom they were collected. Rule: Provenance. */
export const statementsOf = (
  words: readonly Words[],
  from: number,
  { now, by }: Pick<ComplaintMoment, 'now' | 'by'>,
): ComplaintStatement[] =>
  words.map((said, index) => ({ ...said, statement: from + index + 1, saidAt: now, collectedBy: by }))

/**
 * Loads a complaint, lets the rules decide, and commits the change with its history, words, events and messages. What its
 * clocks had to tell until now goes along, so that nobody outruns a breach by a minute.
 * @returns the complaint with its version, or what the rules refuse
 * @throws NotFound of `complaint` or `campus`
 */
export async function changeComplaint<Code extends string>(
  context: CampusContext,
  complaintId: ComplaintId,
  change: ComplaintChange<Code>,
) {
  const [moment, stored] = await Promise.all([complaintMoment(context), readComplaint(context, complaintId)])
  const rung = ringComplaint(stored.complaint, context.now)
  const decided = change.decide(rung.complaint, moment)
  if (!decided.ok) return decided
  const statements = statementsOf(change.words ?? [], decided.value.statementCount, moment)
  const complaint = { ...decided.value, statementCount: decided.value.statementCount + statements.length }
  const version = stored.version + 1
  const changed = { context, moment, complaint, version }
  const deeds: ComplaintDeed[] = [...(rung.rings.length > 0 ? (['escalated'] as const) : []), ...change.deeds]
  return accept(
    await context.commit({
      writes: writeComplaint(context, { complaint, version: stored.version, deeds, statements }),
      events: [...rung.rings.flatMap((ring) => tellEscalated(changed, ring)), ...(change.tell?.(changed) ?? [])],
      answer: { complaint, version },
    }),
  )
}
