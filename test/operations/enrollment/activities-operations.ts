import * as activities from '@tutelage/shared/contracts/enrollment/activities-routes.ts'
import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { dueJob, type Operation, operation } from '../operation.ts'
import type { School } from '../school.ts'

const as = 'learningManager'

/** An open day in three days. */
const openDay = ({ now }: School) => ({
  kind: 'openDay' as const,
  title: { 'zh-CN': '开放日', en: 'Open day' },
  startsAt: addMs(now, 3 * dayMs),
  endsAt: addMs(now, 3 * dayMs + hourMs),
  place: 'Hall',
  capacity: 10,
})

async function planned(school: School) {
  const { campusId } = school
  const { activityId } = await school.call(activities.planActivity, { as, params: { campusId }, body: openDay(school) })
  return { campusId, activityId }
}

/** The enrolled student's family wants to come. */
async function signedUp(school: School) {
  const params = { ...(await planned(school)), studentId: school.here.enrolled.studentId }
  await school.call(activities.signUp, { as, params, body: { people: 2 } })
  return params
}

export const activitiesOperations: readonly Operation[] = [
  operation(activities.planActivity, (school) => ({
    as,
    params: { campusId: school.campusId },
    body: openDay(school),
  })),
  operation(activities.listActivities, async (school) => {
    const { campusId } = await planned(school)
    return { as, params: { campusId } }
  }),
  operation(activities.getActivity, async (school) => ({ as, params: await planned(school) })),
  operation(activities.cancelActivity, async (school) => ({
    as,
    params: await planned(school),
    body: { reason: 'no heating' },
  })),
  operation(activities.signUp, async (school) => ({
    as,
    params: { ...(await planned(school)), studentId: school.here.enrolled.studentId },
    body: { people: 2 },
  })),
  operation(activities.withdrawSignUp, async (school) => ({ as, params: await signedUp(school), body: {} })),
  operation(activities.markSignUp, async (school) => {
    const params = await signedUp(school)
    school.wait(3 * dayMs)
    return { as, params, body: { status: 'attended' as const } }
  }),
  operation(activities.listSignUps, async (school) => {
    const { campusId, activityId } = await signedUp(school)
    return { as, params: { campusId, activityId } }
  }),
  dueJob('enrollment', 'remind-of-activity', async (school) => {
    await signedUp(school)
    school.wait(2 * dayMs)
  }),
  dueJob('enrollment', 'tell-activity-cancelled', async (school) => {
    const { campusId, activityId } = await signedUp(school)
    const params = { campusId, activityId }
    await school.call(activities.cancelActivity, { as, params, body: { reason: 'no heating' } })
  }),
]
