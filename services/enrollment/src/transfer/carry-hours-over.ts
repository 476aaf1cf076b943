import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type { attendanceCorrected, lessonHoursDeducted } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { debtReturned, type HoursAccount, hourAsset } from '../lesson-hours/hours-account.ts'
import { appendEntry, loadAccount, loadEntries, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { isEmpty, type Moved, moveIn, moveOut, restOf } from './move-hours.ts'

/** More transfers in a row than this are a circle. */
const mostTransfers = 20

/** One book left, the next one joined, and the writes so far. */
interface Step {
  readonly account: Stored<HoursAccount>
  readonly writes: readonly Write[]
}

const entriesOf = (context: CampusContext, { account, entries }: Moved): readonly Write[] =>
  entries.map((entry) => appendEntry(context, account.enrollmentId, entry))

/** Moves what is left in a book of the past to the enrollment that went on from it. */
async function carryOne(
  context: CampusContext,
  { account }: Step,
  { toEnrollmentId, cause }: { readonly toEnrollmentId: Id<'enrollment'>; readonly cause: string },
): Promise<Step> {
  const { ids, now, correlationId } = context
  const facts = () => ({ entryId: ids.next('entry'), occurredAt: now, recordedAt: now, causationId: correlationId })
  const load = restOf(account.value)
  const next = await loadAccount(context, toEnrollmentId)
  const owesElsewhere = account.value.book.balances.some(
    (each) => each.account === debtReturned && each.asset === hourAsset,
  )
  const entries = owesElsewhere ? await loadEntries(context, toEnrollmentId) : []
  const out = moveOut(account.value, { load, otherEnrollmentId: toEnrollmentId, cause }, facts())
  const from = account.value.enrollmentId
  const into = moveIn(next.value, { load, otherEnrollmentId: from, cause }, { facts, entries })
  const left = writeAccount(context, out.account, account.version)
  return {
    account: { value: into.account, version: next.version },
    writes: [left, ...entriesOf(context, out), ...entriesOf(context, into)],
  }
}

/**
 * What a mark or a correction of the past leaves in the book of a class that a student has left goes on to where the student is now:
 * hours that were given back as they were paid, hours that are owed as debts.
 * Rule: E7, E10.
 */
export async function carryHoursOver(
  { data, meta }: EventOf<typeof attendanceCorrected> | EventOf<typeof lessonHoursDeducted>,
  context: CampusContext,
) {
  let step: Step = { account: await loadAccount(context, data.enrollmentId), writes: [] }
  const writes: Write[] = []
  for (let hop = 0; hop < mostTransfers; hop += 1) {
    const { state } = step.account.value
    if (state.status !== 'transferred' || isEmpty(restOf(step.account.value))) break
    step = await carryOne(context, step, { toEnrollmentId: state.toEnrollmentId, cause: meta.eventId })
    writes.push(...step.writes)
  }
  const last = writes.length > 0 ? [writeAccount(context, step.account.value, step.account.version)] : []
  return accept(await context.commit({ writes: [...writes, ...last], answer: null }))
}
