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
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { type Actor, anyFamily, anyOf, type OpenClass, type Scene } from './cast.ts'
import { joinAndPay } from './tuition-actors.ts'

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

/** Somebody of a class leaves it, so that a seat is free. */
async function makeRoom({ client, cast }: Scene, { classGroupId }: OpenClass): Promise<void> {
  const seat = cast.seats.findLast((each) => each.classGroupId === classGroupId)
  if (!seat) return
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  const preview = await client.call(previewTermination, { as, params })
  if (!preview) return
  const why = { kind: 'loss' as const, reason: 'needGone' as const }
  await client.call(terminateEnrollment, { as, params, body: { why, refundMinor: preview.amountMinor } })
}

/** A family takes the seat that was kept for it, or does not want it any more. */
async function decide(
  { client, cast, chance }: Scene,
  { classGroupId }: OpenClass,
  studentId: StudentId,
): Promise<void> {
  const params = { campusId: cast.campusId, classGroupId, studentId }
  if (chance.happens(0.3)) {
    await client.call(withdrawFromWaitingList, { as, params })
    return
  }
  const whose = [...cast.families.values()].find((family) => family.studentId === studentId)
  const reply = await client.call(acceptOfferedSeat, { as, params, body: { centihours: 100 } })
  if (!reply || !whose) return
  cast.seats.push({ ...whose, classGroupId, enrollmentId: reply.enrollmentId, priceMinor: reply.priceMinor ?? 0 })
}

/** A family wants a seat in a class that is full; one gets free, and whoever it is kept for makes up their mind. */
export const waitForSeat: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const group = chance.happens(0.7) ? cast.classes.find(({ isSmall }) => isSmall) : anyOf(chance, cast.classes)
  if (!group) return
  const params = { campusId: cast.campusId, classGroupId: group.classGroupId }
  for (let step = 0; step < 2; step += 1) {
    const list = await client.call(listWaiting, { as, params })
    const offered = list?.items.find(({ state }) => state.status === 'offered')
    const family = anyFamily(scene)
    if (offered) await decide(scene, group, offered.studentId)
    else if (list?.items.length) await makeRoom(scene, group)
    else if (family) {
      await joinAndPay(scene, family, group, 200)
      const { studentId } = anyFamily(scene) ?? family
      await client.call(joinWaitingList, { as, params, body: { studentId } })
    }
  }
}
