import { enrollStudent, quoteTuition } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { payTuition, previewRefund, refundTuition } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { type Actor, anyFamily, anyOf } from './cast.ts'

const as = 'campusManager'

/** A family enrolls at the price that it was told. */
export const enroll: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const [family, group] = [anyFamily(scene), anyOf(chance, cast.classes)]
  if (!family || !group) return
  const { classGroupId } = group
  const params = { campusId: cast.campusId }
  const centihours = 100 * (1 + chance.below(10))
  const quote = await client.call(quoteTuition, { as, params, body: { classGroupId, centihours } })
  if (!quote) return
  const body = {
    ...{ studentId: family.studentId, classGroupId, centihours, quotedPriceMinor: quote.priceMinor },
    learningManagerId: 'stf_demo-learningManager',
  }
  const reply = await client.call(enrollStudent, { as, params, body })
  if (reply)
    cast.seats.push({ ...family, classGroupId, enrollmentId: reply.enrollmentId, priceMinor: quote.priceMinor })
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
