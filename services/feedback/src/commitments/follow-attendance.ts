import { createHash } from 'node:crypto'
import type { EventMeta, EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type { attendanceCorrected, lessonMissed } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { idFromDigest, type StudentId } from '@tutelage/shared/kernel/ids.ts'
import { type AbsenceMark, type CommitmentId, commitmentOf, type LessonId } from './commitment.ts'
import { commitmentNews } from './commitment-news.ts'
import { promiseSetting } from './commitment-policy.ts'
import { findCommitment, readPromises, writeCommitment, writePromises } from './commitment-store.ts'
import { withLesson } from './promises.ts'

/** One student's absence from one lesson is one promise, whatever is marked and corrected. */
function commitmentIdOf({ campus }: CampusContext, studentId: StudentId, lessonId: LessonId): CommitmentId {
  const parts = JSON.stringify([campus.campusId, 'sameDayCallAfterAbsence', studentId, lessonId])
  return idFromDigest('commitment', createHash('sha256').update(parts).digest())
}

type Marked = Pick<EventOf<typeof lessonMissed>['data'], 'householdId' | 'studentId' | 'lessonId' | 'startsAt'>

function markOf(
  context: CampusContext,
  data: Marked,
  { absent, meta }: { absent: boolean; meta: EventMeta },
): AbsenceMark {
  const { householdId, studentId, lessonId, startsAt } = data
  const commitmentId = commitmentIdOf(context, studentId, lessonId)
  return {
    commitmentId,
    householdId,
    studentId,
    lessonId,
    startsAt,
    absent,
    markedAt: meta.recordedAt,
    eventId: meta.eventId,
  }
}

/** Takes a mark over unless a later one was here already; makes, keeps or cancels the promise that follows from it. */
async function followMark(context: CampusContext, mark: AbsenceMark, markVersion: number) {
  const { studentId, lessonId } = mark
  const [stored, promises, setting] = await Promise.all([
    findCommitment(context, studentId, lessonId),
    readPromises(context, studentId),
    promiseSetting(context),
  ])
  if (stored && stored.value.markVersion >= markVersion) {
    return accept(await context.commit({ writes: [], answer: { status: stored.value.commitment.status } }))
  }
  const commitment = commitmentOf(mark, promises.value.calls, setting)
  const version = stored?.version ?? 0
  const moved = withLesson(promises.value, lessonId, commitment.status === 'open')
  return accept(
    await context.commit({
      writes: [
        writeCommitment(context, { value: { commitment, markVersion }, version }),
        writePromises(context, studentId, { value: moved, version: promises.version }),
      ],
      events: commitmentNews(context, commitment, version + 1),
      answer: { status: commitment.status },
    }),
  )
}

/** A student was absent: the family is to be called on the same day. A leave that was asked for promises nothing. Rule: F9. */
export async function promiseCall({ data, meta }: EventOf<typeof lessonMissed>, context: CampusContext) {
  if (data.status !== 'absent') return accept(await context.commit({ writes: [], answer: { status: 'none' } }))
  return followMark(context, markOf(context, data, { absent: true, meta }), meta.aggregateVersion)
}

/** A mark was corrected to an absence, or away from one. Rule: F9. */
export async function followCorrection({ data, meta }: EventOf<typeof attendanceCorrected>, context: CampusContext) {
  const absent = data.after === 'absent'
  if (!absent && data.before !== 'absent')
    return accept(await context.commit({ writes: [], answer: { status: 'none' } }))
  return followMark(context, markOf(context, data, { absent, meta }), meta.aggregateVersion)
}
