import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { type Call, type CommitmentId, withCalls } from './commitment.ts'
import { commitmentNews } from './commitment-news.ts'
import { readOpenCommitments, readPromises, writeCommitment, writePromises } from './commitment-store.ts'
import { withCall, withLesson } from './promises.ts'

/** What a call does to the promises to its student, for the commit that records the call. */
export interface Fulfilment {
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
  readonly commitmentIds: readonly CommitmentId[]
}

/** A call reached the family of a student: it keeps every promise that is due to it, also one that is not known yet. Rule: F9. */
export async function fulfilCommitments(context: CampusContext, studentId: StudentId, call: Call): Promise<Fulfilment> {
  const promises = await readPromises(context, studentId)
  const open = await readOpenCommitments(context, studentId, promises.value)
  const kept = open
    .map(({ value, version }) => ({ value: { ...value, commitment: withCalls(value.commitment, [call]) }, version }))
    .filter(({ value }) => value.commitment.status === 'fulfilled')
  const moved = kept.reduce(
    (rest, { value }) => withLesson(rest, value.commitment.lessonId, false),
    withCall(promises.value, call, context.now),
  )
  return {
    writes: [
      writePromises(context, studentId, { value: moved, version: promises.version }),
      ...kept.map((stored) => writeCommitment(context, stored)),
    ],
    events: kept.flatMap(({ value, version }) => commitmentNews(context, value.commitment, version + 1)),
    commitmentIds: kept.map(({ value }) => value.commitment.commitmentId),
  }
}
