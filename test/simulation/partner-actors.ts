import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import { epochMs } from '@tutelage/shared/kernel/instant.ts'
import { signatureOf } from '@tutelage/shared/partners/verify-signature.ts'
import { type Actor, anyEnrolled, anyOf, type Scene } from './cast.ts'

const { postPartnerEvent } = partnerRoutes('enrollment', [])
const partnerId = 'prt_demo'

/** On the bus, once now and again when another step says so. */
function putOnBus({ cloud, cast }: Scene, type: string, detail: unknown): void {
  const put = () => cloud.bus.putByPartner(partnerId, type, detail)
  cast.posted.push(put)
  put()
}

const eventOf = ({ cloud, cast, name }: Scene, data: unknown) => ({
  ...{ id: `partner-${name}`, campusId: cast.campusId, occurredAt: cloud.clock.now(), data },
})

/** A web form of a partner captured an inquiry. */
export const partnerLead: Actor = async (scene) => {
  const phone = `+861391234567${scene.chance.below(5)}`
  const [guardian, student] = [{ name: 'Li Fang', phone }, { name: `Li Ming ${phone}` }]
  putOnBus(scene, 'LeadCaptured', eventOf(scene, { guardian, student, lawfulBasis: 'consent' }))
}

/** A partner passes a complaint on. */
export const partnerComplaint: Actor = async (scene) => {
  const family = anyEnrolled(scene)
  if (!family) return
  const { householdId, studentId } = family
  putOnBus(scene, 'ComplaintFiled', eventOf(scene, { householdId, studentId, severity: 'normal', text: 'too loud' }))
}

/** A card reader says who was in a lesson. */
export const cardReader: Actor = async (scene) => {
  const { cast, chance, cloud } = scene
  const seat = anyOf(chance, cast.seats)
  const lessons = cast.classes.find(({ classGroupId }) => classGroupId === seat?.classGroupId)?.lessons ?? []
  const lesson = anyOf(
    chance,
    lessons.filter(({ startsAt }) => startsAt <= cloud.clock.now()),
  )
  if (!seat || !lesson) return
  const data = { lessonId: lesson.lessonId, studentId: seat.studentId, status: 'attended' }
  cast.marked.push({ lessonId: lesson.lessonId, studentId: seat.studentId })
  putOnBus(scene, 'LessonAttended', eventOf(scene, data))
}

/** A payment gateway received money: signed over HTTP, or on the bus, one reference for both. */
export const gatewayPayment: Actor = async (scene) => {
  const { client, cast, chance, cloud, name } = scene
  const seat = anyOf(chance, cast.seats)
  if (!seat) return
  const { enrollmentId, priceMinor } = seat
  const paidAt = cloud.clock.now()
  const amountMinor = Math.ceil(priceMinor / (1 + chance.below(3)))
  const data = { enrollmentId, amountMinor, currency: 'CNY', reference: `gateway-${name}`, paidAt }
  if (chance.happens(0.5)) return putOnBus(scene, 'PaymentReceived', eventOf(scene, data))
  const body = JSON.stringify({ type: 'PaymentReceived', campusId: cast.campusId, occurredAt: paidAt, data })
  const [id, timestamp] = [`webhook-${name}`, String(Math.floor(epochMs(paidAt) / 1000))]
  const headers = {
    ...{ 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp },
    'webhook-signature': `v1,${signatureOf(cast.secret, id, timestamp, body)}`,
  }
  for (let post = 0; post < 1 + chance.below(3); post += 1) {
    await client.call(postPartnerEvent, { params: { partnerId }, body, headers })
  }
}

/** A partner posts an event of before again. */
export const postAgain: Actor = async ({ cast, chance }) => anyOf(chance, cast.posted)?.()
