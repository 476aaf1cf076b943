import { type Campus, campusOf } from '@tutelage/shared/contracts/campus.ts'
import { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { type FeedbackBench, feedbackBench, idOf } from './feedback-bench.ts'

/** The end of a course in the enrollment of that number. */
export const completed = (number: number) => ({
  enrollmentId: idOf('enrollment', number),
  studentId: idOf('student', number),
  householdId: idOf('household', number),
  classGroupId: idOf('classGroup', 1),
  courseId: idOf('course', 1),
  termId: idOf('term', 1),
  completedAt: '2026-03-01T08:00:00Z',
})

/** A bench on which courses end and families answer. */
export interface SurveyBench extends FeedbackBench {
  readonly campus: Campus
  complete(number: number): Promise<void>
  /** Opens a link as a browser does. */
  open(link: string): ReturnType<FeedbackBench['ask']>
  /** Sends the form of the link's page as a browser does. */
  answer(link: string, form: Readonly<Record<string, string>>): ReturnType<FeedbackBench['ask']>
}

/** What of a link stands below the campus. */
const pathOf = (link: string): string => link.slice(link.indexOf('/surveys/'))

/** @param now where the clock stands: Monday, 9:00 at the campus, unless told otherwise */
export async function surveyBench(now?: string): Promise<SurveyBench> {
  const bench = await feedbackBench(now)
  const headers = { accept: 'text/html,application/xhtml+xml', 'content-type': 'application/x-www-form-urlencoded' }
  return {
    ...bench,
    campus: campusOf(sampleCampus()),
    complete: (number) => bench.deliver(courseCompleted, completed(number), { number }),
    open: (link) => bench.ask({ method: 'GET', path: pathOf(link), headers: { accept: headers.accept } }),
    answer: (link, form) =>
      bench.ask({ method: 'POST', path: pathOf(link), body: new URLSearchParams(form).toString(), headers }),
  }
}

/** The link that the family of the first enrollment got. */
export async function answerLink(bench: SurveyBench): Promise<string> {
  await bench.complete(1)
  return String(bench.eventsOf(messageRequested)[0]?.data.params.link)
}
