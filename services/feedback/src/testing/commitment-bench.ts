import {
  type AttendanceStatus,
  attendanceCorrected,
  lessonMissed,
  studentEnrolled,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import type { Commitment } from '@tutelage/shared/contracts/feedback/commitments-routes.ts'
import { type FeedbackBench, feedbackBench, idOf } from './feedback-bench.ts'

const studentId = idOf('student', 1)
const lessonIdOf = (lesson: number) => idOf('lesson', lesson)

const enrollment = {
  enrollmentId: idOf('enrollment', 1),
  studentId,
  householdId: idOf('household', 1),
  classGroupId: idOf('classGroup', 1),
  courseId: idOf('course', 1),
}

/** A mark of the student in a lesson, as enrollment tells it. */
export interface Marking {
  /** The event's number, and the version that orders it. */
  readonly version: number
  readonly lesson?: number
  /** What it was before; a first mark without. */
  readonly before?: AttendanceStatus
  readonly status: AttendanceStatus
  /** At the campus, in March 2026: `02T18:05:00`. */
  readonly at: string
}

/** A bench on which one student is absent and its family is called. */
export interface CommitmentBench extends FeedbackBench {
  mark(marking: Marking): Promise<void>
  call(visit?: Readonly<Record<string, unknown>>): ReturnType<FeedbackBench['ask']>
  commitments(): Promise<readonly Commitment[]>
}

/** The lessons of the tests begin on Monday at 17:00. */
const lessonStart = '2026-03-02T17:00:00+08:00'

export const atCampus = (text: string): string => `2026-03-${text}+08:00`

async function deliverMark(bench: FeedbackBench, { version, lesson = 1, before, status, at }: Marking): Promise<void> {
  const attendance = { ...enrollment, lessonId: lessonIdOf(lesson), startsAt: lessonStart }
  const delivered = { number: lesson * 100 + version, aggregateVersion: version, recordedAt: atCampus(at) }
  if (before) return bench.deliver(attendanceCorrected, { ...attendance, before, after: status }, delivered)
  if (status === 'absent' || status === 'leave') await bench.deliver(lessonMissed, { ...attendance, status }, delivered)
}

/** The clock stands at the lesson's end, Monday 18:00. */
export async function commitmentBench(): Promise<CommitmentBench> {
  const bench = await feedbackBench(atCampus('02T18:00:00'))
  const enrolled = {
    ...enrollment,
    termId: idOf('term', 1),
    centihours: 4_000,
    priceMinor: 0,
    currency: 'CNY',
    startsOn: '2026-03-01',
  }
  await bench.deliver(studentEnrolled, enrolled, { number: 9_000 })
  return {
    ...bench,
    mark: (marking) => deliverMark(bench, marking),
    call: (visit = {}) =>
      bench.ask({
        method: 'POST',
        path: '/return-visits',
        body: { studentId, channel: 'phone', outcome: 'reached', ...visit },
        as: 'learningManager',
      }),
    commitments: async () =>
      (await bench.ask({ method: 'GET', path: `/students/${studentId}/commitments`, as: 'learningManager' })).body
        .items,
  }
}
