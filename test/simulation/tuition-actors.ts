import { enrollStudent, quoteTuition } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { payTuition, previewRefund, refundTuition } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { type Actor, anyFamily, anyOf, type Family, type OpenClass, type Scene, type Seat } from './cast.ts'

const as = 'campusManager'

/** A family enrolls at the price that it was told. */
async function join(
  { client, cast }: Scene,
  family: Family | undefined,
  { classGroupId }: OpenClass,
  centihours: number,
): Promise<Seat | undefined> {
  if (!family) return undefined
  const params = { campusId: cast.campusId }
  const quote = await client.call(quoteTuition, { as, params, body: { classGroupId, centihours } })
  if (!quote) return undefined
  const { studentId, leadId, householdId } = family
  const body = {
    ...{ studentId, classGroupId, centihours, quotedPriceMinor: quote.priceMinor },
    learningManagerId: 'stf_demo-learningManager',
  }
  const reply = await client.call(enrollStudent, { as, params, body })
  if (!reply) return undefined
  const { enrollmentId } = reply
  const seat = { studentId, leadId, householdId, classGroupId, enrollmentId, priceMinor: quote.priceMinor }
  cast.seats.push(seat)
  return seat
}

/** Any family enrolls in any class. */
export const enroll: Actor = async (scene) => {
  const { cast, chance } = scene
  const group = anyOf(chance, cast.classes)
  if (group) await join(scene, anyFamily(scene), group, 100 * (1 + chance.below(10)))
}

/** A family pays what a seat costs. */
export async function payAll({ client, cast, name }: Scene, { enrollmentId, priceMinor }: Seat): Promise<void> {
  const body = { amountMinor: priceMinor, means: 'cash' as const, reference: `whole-${name}` }
  const reply = await client.call(payTuition, { as, params: { campusId: cast.campusId, enrollmentId }, body })
  if (reply) cast.payments.push(reply.paymentId)
}

/** A family enrolls in a class and pays for it at once. */
export async function joinAndPay(
  scene: Scene,
  family: Family | undefined,
  group: OpenClass,
  centihours: number,
): Promise<void> {
  const seat = await join(scene, family, group, centihours)
  if (seat) await payAll(scene, seat)
}

/** A family pays all or a part at the desk; receipts are few, so that one is used twice. */
export const pay: Actor = async ({ client, cast, chance }) => {
  const seat = anyOf(chance, cast.seats)
  if (!seat) return
  const amountMinor = chance.happens(0.5) ? seat.priceMinor : Math.ceil(seat.priceMinor / (2 + chance.below(3)))
  const body = { amountMinor, means: 'cash' as const, reference: `receipt-${chance.below(200)}` }
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  const reply = await client.call(payTuition, { as, params, body })
  if (reply) cast.payments.push(reply.paymentId)
}

/** What was not used of a payment is given back. */
export const refund: Actor = async ({ client, cast, chance }) => {
  const paymentId = anyOf(chance, cast.payments)
  if (!paymentId) return
  const params = { campusId: cast.campusId, paymentId }
  const preview = await client.call(previewRefund, { as, params })
  if (!preview) return
  const body = { amountMinor: preview.amountMinor, reason: 'moving' }
  await client.call(refundTuition, { as: 'finance', params, body })
}
