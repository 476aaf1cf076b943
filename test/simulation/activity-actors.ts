import * as activities from '@tutelage/shared/contracts/enrollment/activities-routes.ts'
import { addMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { type Actor, anyFamily, type Scene } from './cast.ts'

const as = 'learningManager'

/** Something besides lessons, today or on one of the next days. */
async function plan({ client, cast, chance, cloud }: Scene): Promise<void> {
  const startsAt = addMs(cloud.clock.now(), (3 + chance.below(60)) * hourMs)
  const body = {
    ...{ kind: 'openDay' as const, title: { 'zh-CN': '开放日', en: 'Open day' }, place: 'Hall' },
    ...{ startsAt, endsAt: addMs(startsAt, hourMs), capacity: 2 + chance.below(4) },
  }
  await client.call(activities.planActivity, { as, params: { campusId: cast.campusId }, body })
}

/** A family comes to an activity, or thinks better of it, or it does not take place. */
export const joinActivity: Actor = async (scene) => {
  const { client, cast, chance, cloud } = scene
  const { campusId } = cast
  const activityId = cloud.known.any('activityId', chance)
  if (!activityId || chance.happens(0.2)) return plan(scene)
  const params = { campusId, activityId }
  if (chance.happens(0.15)) {
    await client.call(activities.cancelActivity, { as, params, body: { reason: 'no heating' } })
    return
  }
  const page = await client.call(activities.listSignUps, { as, params })
  const signedUp = page?.items[0]
  const studentId = signedUp?.studentId ?? anyFamily(scene)?.studentId
  if (!studentId) return
  const call = { as, params: { ...params, studentId } } as const
  if (!signedUp || chance.happens(0.2)) {
    await client.call(activities.signUp, { ...call, body: { people: 1 + chance.below(2) } })
    return
  }
  const marked = await client.call(activities.markSignUp, { ...call, body: { status: 'attended' } })
  if (!marked && chance.happens(0.6)) await client.call(activities.withdrawSignUp, { ...call, body: {} })
}
