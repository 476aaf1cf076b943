import { captureLead } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { completeFollowUp } from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import { moveLead } from '@tutelage/shared/contracts/leads/pipeline-routes.ts'
import { bookTrial, markTrialAttendance, scheduleTrialLesson } from '@tutelage/shared/contracts/leads/trials-routes.ts'
import type { LeadId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { type Actor, anyFamily, anyOf } from './cast.ts'
import type { Cloud } from './cloud.ts'

const as = 'campusManager'
/** So few that families call again, and at the same time. */
export const phones = Array.from({ length: 5 }, (_, at) => `+861391234567${at}`)

const isMerged = (cloud: Cloud, leadId: LeadId): boolean =>
  cloud
    .of('leads')
    .table.all()
    .some((item) => item.leadId === leadId && item.mergedInto !== undefined)

/** A family calls the front desk: a new lead, or another inquiry of the one that it has. */
export const callIn: Actor = async ({ client, cast, chance, cloud }) => {
  const phone = chance.pick(phones)
  const guardian = { name: 'Li Fang', phone, email: `family-${phone.slice(-1)}@family.test` }
  const body = { channel: 'phone', guardian, student: { name: `Li Ming ${phone}` }, lawfulBasis: 'consent' } as const
  const { campusId } = cast
  const reply = await client.call(captureLead, { as: 'frontDesk', params: { campusId }, body })
  if (!reply) return
  const { leadId, householdId, studentId } = reply
  const known = cast.families.get(phone)
  const isOne = !known || known.leadId === leadId || isMerged(cloud, known.leadId) || isMerged(cloud, leadId)
  cloud.witness.expect(isOne, 'one lead per contact', phone, known, reply)
  cast.families.set(phone, { leadId, householdId, studentId })
  if (reply.followUpId) cast.followUps.push(reply.followUpId)
}

/** A consultant makes a due contact. */
export const followUp: Actor = async ({ client, cast, chance, cloud }) => {
  const followUpId = anyOf(chance, cast.followUps)
  if (!followUpId) return
  const outcome = chance.pick(['reached', 'noAnswer', 'callBackLater', 'notInterested'] as const)
  const callBackAt = addMs(cloud.clock.now(), hourMs)
  const body = outcome === 'callBackLater' ? { outcome, callBackAt } : { outcome }
  const params = { campusId: cast.campusId, followUpId }
  const reply = await client.call(completeFollowUp, { as, params, body })
  if (reply?.nextFollowUpId) cast.followUps.push(reply.nextFollowUpId)
}

/** A trial lesson with few seats is put on the timetable. */
export const scheduleTrial: Actor = async ({ client, cast, chance, cloud }) => {
  const startsAt = addMs(cloud.clock.now(), hourMs * (1 + chance.below(30)))
  const body = { startsAt, capacity: 1, subject: 'mathematics', kind: 'own' as const }
  const reply = await client.call(scheduleTrialLesson, { as, params: { campusId: cast.campusId }, body })
  if (reply) cast.trials.push(reply.trialLessonId)
}

/** A family takes a seat in a trial lesson. */
export const takeTrialSeat: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const [trialLessonId, family] = [cast.trials.at(-1 - chance.below(2)), anyFamily(scene)]
  if (!trialLessonId || !family) return
  const params = { campusId: cast.campusId, trialLessonId }
  const reply = await client.call(bookTrial, { as, params, body: { leadId: family.leadId } })
  if (reply) cast.bookings.push(reply.trialBookingId)
}

/** Who came to a trial lesson is written down. */
export const markTrial: Actor = async ({ client, cast, chance }) => {
  const trialBookingId = anyOf(chance, cast.bookings)
  if (!trialBookingId) return
  const params = { campusId: cast.campusId, trialBookingId }
  await client.call(markTrialAttendance, { as, params, body: { attended: chance.happens(0.7) } })
}

/** A consultant moves a deal by hand. */
export const moveDeal: Actor = async (scene) => {
  const family = anyFamily(scene)
  if (!family) return
  const { client, cast, chance } = scene
  const stage = chance.pick(['contacted', 'negotiating', 'lost'] as const)
  const body = stage === 'lost' ? { stage, lossReason: 'price' as const } : { stage }
  await client.call(moveLead, { as, params: { campusId: cast.campusId, leadId: family.leadId }, body })
}
