import { listPromotionProposals, promoteStudent } from '@tutelage/shared/contracts/enrollment/promotion-routes.ts'
import * as renewals from '@tutelage/shared/contracts/enrollment/renewal-routes.ts'
import { listCountedStudents } from '@tutelage/shared/contracts/enrollment/year-plan-shares-routes.ts'
import { type Actor, anyOf } from './cast.ts'
import { joinAndPay, payAll } from './tuition-actors.ts'

const as = 'learningManager'

/** A family pays for a class of the next term. */
export const renew: Actor = async (scene) => {
  const { cast, chance } = scene
  const seat = anyOf(chance, cast.seats)
  const termId = cast.classes.find(({ classGroupId }) => classGroupId === seat?.classGroupId)?.termId
  const later = anyOf(
    chance,
    cast.classes.filter((group) => group.kind === 'regular' && group.termId !== termId),
  )
  if (later) await joinAndPay(scene, seat, later, 200)
}

/** Somebody of a class goes on to the next course, and pays or not. */
export const promote: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const { campusId } = cast
  const from = anyOf(chance, cast.classes)
  if (!from) return
  const params = { campusId, classGroupId: from.classGroupId }
  const proposals = await client.call(listPromotionProposals, { as, params })
  const proposed = proposals?.items.find(({ status }) => status === 'proposed')
  const to = cast.classes.find(({ courseId }) => courseId === proposals?.successorCourseId)
  const family = cast.seats.find(({ studentId }) => studentId === proposed?.studentId)
  if (!proposed || !to || !family) return
  const { classGroupId } = to
  const promotion = { as, params: { campusId, enrollmentId: proposed.enrollmentId } } as const
  const reply = await client.call(promoteStudent, { ...promotion, body: { classGroupId, centihours: 200 } })
  if (!reply) return
  const seat = { ...family, classGroupId, enrollmentId: reply.enrollmentId, priceMinor: reply.priceMinor ?? 0 }
  cast.seats.push(seat)
  if (chance.happens(0.5)) await payAll(scene, seat)
}

/** The figures of a term are looked at, with the families to talk to. */
export const countRenewals: Actor = async ({ client, cast, chance }) => {
  const { campusId } = cast
  const group = anyOf(chance, cast.classes)
  if (!group) return
  const { classGroupId, termId, courseId, teacherId } = group
  const learningManagerId = 'stf_demo-learningManager'
  await client.call(renewals.listRenewalWork, { as, params: { campusId }, query: { learningManagerId } })
  await client.call(renewals.getClassRenewals, { as, params: { campusId, classGroupId } })
  await client.call(renewals.getCourseRenewals, { as, params: { campusId, termId, courseId } })
  await client.call(renewals.getTeacherRenewals, { as, params: { campusId, termId, teacherId } })
  await client.call(renewals.getCampusRenewals, { as, params: { campusId, termId } })
  // A year around the terms of every run.
  const query = { from: '2026-01-01', to: '2026-12-31' }
  await client.call(renewals.getChainRenewals, { as: 'principal', params: {}, query })
  await client.call(listCountedStudents, { as: 'principal', params: { campusId }, query: {} })
  await client.call(renewals.getClassPromotions, { as, params: { campusId, classGroupId } })
  await client.call(renewals.getTeacherPromotions, { as, params: { campusId, termId, teacherId } })
}
