import { recordDocument } from '@tutelage/shared/contracts/enrollment/documents-routes.ts'
import { buyHours } from '@tutelage/shared/contracts/enrollment/purchases-routes.ts'
import { previewTermination, terminateEnrollment } from '@tutelage/shared/contracts/enrollment/termination-routes.ts'
import { previewEnrollmentRefund, refundEnrollment } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import {
  acceptOfferedSeat,
  joinWaitingList,
  listWaiting,
  withdrawFromWaitingList,
} from '@tutelage/shared/contracts/enrollment/waiting-list-routes.ts'
import { type Actor, anyFamily, anyOf } from './cast.ts'

const as = 'campusManager'

/** A family hands in a paper. */
export const handIn: Actor = async ({ client, cast, chance, name }) => {
  const seat = anyOf(chance, cast.seats)
  if (!seat) return
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  const paper = { kind: 'agreement' as const, reference: name, sha256: 'a'.repeat(64), channel: 'walkIn' as const }
  await client.call(recordDocument, { as, params, body: paper })
}

/** A family buys more hours of a class; later payments pay for them. */
export const buyMore: Actor = async ({ client, cast, chance }) => {
  const seat = anyOf(chance, cast.seats)
  if (!seat) return
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  await client.call(buyHours, { as, params, body: { centihours: 100 * (1 + chance.below(4)) } })
}

/** A part of what was not used is given back, by hours or by money. */
export const refundPart: Actor = async ({ client, cast, chance }) => {
  const seat = anyOf(chance, cast.seats)
  if (!seat) return
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  const part = chance.happens(0.5)
    ? { centihours: 1 + chance.below(300) }
    : { amountMinor: 200 * (1 + chance.below(200)) }
  const query = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, String(value)]))
  const preview = await client.call(previewEnrollmentRefund, { as, params, query })
  if (!preview) return
  const body = { part, amountMinor: preview.amountMinor, reason: 'less' }
  await client.call(refundEnrollment, { as: 'finance', params, body })
}

/** A family leaves a class, for good or because it is over. */
export const leaveClass: Actor = async ({ client, cast, chance }) => {
  const seat = anyOf(chance, cast.seats)
  if (!seat) return
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  const preview = await client.call(previewTermination, { as, params })
  if (!preview) return
  const why = chance.happens(0.5)
    ? { kind: 'naturalEnd' as const, reason: 'courseFinished' as const }
    : { kind: 'loss' as const, reason: 'needGone' as const }
  await client.call(terminateEnrollment, { as, params, body: { why, refundMinor: preview.amountMinor } })
}

/** A family wants a seat in a class that is full, or makes up its mind about the one that was kept for it. */
export const waitForSeat: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const [family, group] = [anyFamily(scene), anyOf(chance, cast.classes)]
  if (!family || !group) return
  const { classGroupId } = group
  const ofClass = { campusId: cast.campusId, classGroupId }
  const list = await client.call(listWaiting, { as, params: ofClass })
  const offered = list?.items.find(({ state }) => state.status === 'offered')
  if (!offered) {
    await client.call(joinWaitingList, { as, params: ofClass, body: { studentId: family.studentId } })
    return
  }
  const params = { ...ofClass, studentId: offered.studentId }
  if (chance.happens(0.3)) {
    await client.call(withdrawFromWaitingList, { as, params })
    return
  }
  const whose = [...cast.families.values()].find(({ studentId }) => studentId === offered.studentId)
  const reply = await client.call(acceptOfferedSeat, { as, params, body: { centihours: 100 } })
  if (!reply || !whose) return
  cast.seats.push({ ...whose, classGroupId, enrollmentId: reply.enrollmentId, priceMinor: reply.priceMinor ?? 0 })
}
