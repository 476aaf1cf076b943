import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import { epochMs } from '@tutelage/shared/kernel/instant.ts'
import { signatureOf } from '@tutelage/shared/partners/verify-signature.ts'
import { type Actor, anyEnrolled, anyOf, type Scene } from './cast.ts'
import { phones } from './sales-actors.ts'

const partnerId = 'prt_demo'

/** What partners may post to each service. */
export const partnerTypes = {
  leads: ['LeadCaptured'],
  enrollment: ['PaymentReceived', 'LessonAttended', 'StudentCheckedIn', 'ExamResultPublished'],
  feedback: ['ComplaintFiled'],
} as const

/** On the bus, once now and again when another step says so. */
export function putOnBus({ cloud, cast }: Scene, type: string, detail: unknown, partner = partnerId): void {
  const put = () => cloud.bus.putByPartner(partner, type, detail)
  cast.posted.push(put)
  put()
}

export const eventOf = ({ cloud, cast, name }: Scene, data: unknown) => ({
  ...{ id: `partner-${name}`, campusId: cast.campusId, occurredAt: cloud.clock.now(), data },
})

/** The secret that stands since the opening, or a new one. */
async function secretFor({ client, cast, chance }: Scene, service: keyof typeof partnerTypes) {
  if (service === 'enrollment' && chance.happens(0.8)) return cast.secret
  const { createPartnerSecret } = partnerRoutes(service, [])
  return (await client.call(createPartnerSecret, { as: 'principal', params: { partnerId }, body: {} }))?.secret
}

/** Signed over HTTP, now and then more than once. */
async function postSigned(
  scene: Scene,
  service: keyof typeof partnerTypes,
  event: { readonly type: string; readonly data: unknown },
): Promise<void> {
  const { client, cast, chance, cloud, name } = scene
  const secret = await secretFor(scene, service)
  if (secret === undefined) return
  const now = cloud.clock.now()
  const body = JSON.stringify({ ...event, campusId: cast.campusId, occurredAt: now })
  const [id, timestamp] = [`webhook-${name}`, String(Math.floor(epochMs(now) / 1000))]
  const headers = {
    ...{ 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp },
    'webhook-signature': `v1,${signatureOf(secret, id, timestamp, body)}`,
  }
  const { postPartnerEvent } = partnerRoutes(service, [])
  for (let post = 0; post < 1 + chance.below(3); post += 1) {
    await client.call(postPartnerEvent, { params: { partnerId }, body, headers })
  }
}

/** An inquiry of one of the families that call. */
export function inquiryOf({ chance }: Scene) {
  const phone = chance.pick(phones)
  return { guardian: { name: 'Li Fang', phone }, student: { name: `Li Ming ${phone}` } }
}

/** A web form of a partner captured an inquiry. */
export const partnerLead: Actor = async (scene) => {
  const data = { ...inquiryOf(scene), lawfulBasis: 'consent' }
  if (scene.chance.happens(0.3)) return postSigned(scene, 'leads', { type: 'LeadCaptured', data })
  putOnBus(scene, 'LeadCaptured', eventOf(scene, data))
}

/** A partner passes a complaint on. */
export const partnerComplaint: Actor = async (scene) => {
  const family = anyEnrolled(scene)
  if (!family) return
  const { householdId, studentId } = family
  const data = { householdId, studentId, severity: 'normal', text: 'too loud' }
  if (scene.chance.happens(0.3)) return postSigned(scene, 'feedback', { type: 'ComplaintFiled', data })
  putOnBus(scene, 'ComplaintFiled', eventOf(scene, data))
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

/** A card reader at the door saw a student come in, about when a lesson begins. */
export const checkIn: Actor = async (scene) => {
  const { cast, chance } = scene
  const seat = anyOf(chance, cast.seats)
  const lessons = cast.classes.find(({ classGroupId }) => classGroupId === seat?.classGroupId)?.lessons ?? []
  const lesson = anyOf(chance, lessons)
  if (!seat || !lesson) return
  const data = { studentId: seat.studentId, checkedInAt: lesson.startsAt }
  putOnBus(scene, 'StudentCheckedIn', eventOf(scene, data))
}

/** A payment gateway received money: signed over HTTP, or on the bus, one reference for both. */
export const gatewayPayment: Actor = async (scene) => {
  const { cast, chance, cloud, name } = scene
  const seat = anyOf(chance, cast.seats)
  if (!seat) return
  const { enrollmentId, priceMinor } = seat
  const paidAt = cloud.clock.now()
  const amountMinor = Math.ceil(priceMinor / (1 + chance.below(3)))
  const data = { enrollmentId, amountMinor, currency: 'CNY', reference: `gateway-${name}`, paidAt }
  if (chance.happens(0.5)) return putOnBus(scene, 'PaymentReceived', eventOf(scene, data))
  await postSigned(scene, 'enrollment', { type: 'PaymentReceived', data })
}

/** A partner posts an event of before again. */
export const postAgain: Actor = async ({ cast, chance }) => anyOf(chance, cast.posted)?.()
