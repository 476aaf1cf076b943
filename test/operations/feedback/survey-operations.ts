import { markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { scheduleLessons } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import {
  answerSurvey,
  getSurveyAnswer,
  handleLowSatisfaction,
  listSurveys,
  showSurvey,
} from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { classOf, enroll } from '../opening.ts'
import { operation, type RouteOperation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'

const as = 'learningManager'

/** The prospect takes a class of one lesson, and that is held: the course is completed. */
export async function completeCourse(school: School): Promise<void> {
  const { campusId, here, now } = school
  // The campus's teacher has lessons of the other class meanwhile.
  const teacherId = staffIdOf(campusId, 'other-teacher')
  const manager = { as: 'campusManager', params: { campusId } } as const
  const { classGroupId } = await school.call(createClassGroup, {
    ...manager,
    body: { ...classOf(campusId, here), teacherId, lessonCount: 1 },
  })
  const times = { startsAt: addMs(now, hourMs), endsAt: addMs(now, 2 * hourMs) }
  const planned = await school.call(scheduleLessons, {
    as: 'campusManager',
    params: { campusId, classGroupId },
    body: { lessons: [times] },
  })
  const { studentId } = await enroll(school, here.prospect, { classGroupId })
  await school.deliver()
  school.wait(2 * hourMs)
  for (const { lessonId } of planned.lessons) {
    const teacher = { staffId: teacherId, status: 'attended' as const }
    const body = { marks: [{ studentId, status: 'attended' as const }], teacher }
    await school.call(markAttendance, { as: 'campusManager', params: { campusId, lessonId }, body })
  }
}

/** The link of the survey that the family got after its course. */
export async function surveyLink(school: School) {
  await completeCourse(school)
  await school.deliver()
  return { params: { campusId: school.campusId, token: school.linkToken('surveys') } }
}

const answerOf = async (school: School, rating: number) => ({
  ...(await surveyLink(school)),
  body: `rating=${rating}&comment=too+loud`,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

/** The family is not content, and says so. */
export async function answerLow(school: School) {
  await school.call(answerSurvey, await answerOf(school, 1))
  const { campusId } = school
  const [low] = (await school.call(listSurveys, { as, params: { campusId } })).items
  if (!low) throw new Error('no answer was low')
  return { campusId, surveyId: low.surveyId }
}

/** Longer than until the reminder of a survey. */
export const reminderMs = 4 * dayMs

export const surveyOperations: readonly RouteOperation[] = [
  operation(showSurvey, surveyLink),
  operation(answerSurvey, (school) => answerOf(school, 4)),
  operation(listSurveys, async (school) => {
    await answerLow(school)
    return { as, params: { campusId: school.campusId } }
  }),
  operation(getSurveyAnswer, async (school) => ({ as, params: await answerLow(school) })),
  operation(handleLowSatisfaction, async (school) => ({
    as,
    params: await answerLow(school),
    body: { note: 'called the family' },
  })),
]
