import * as handling from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import { fileComplaint, investigateComplaint } from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import { recordReturnVisit } from '@tutelage/shared/contracts/feedback/return-visits-routes.ts'
import { answerSurvey } from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import { getPreferences, setPreferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { listMembers, replaceCard, setBirthday } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { redeemPoints } from '@tutelage/shared/contracts/loyalty/points-routes.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type Actor, anyEnrolled, anyOf, type Scene } from './cast.ts'

const as = 'campusManager'

/** A family complains at the desk. */
export const complain: Actor = async (scene) => {
  const family = anyEnrolled(scene)
  if (!family) return
  const { client, cast, chance } = scene
  const { householdId, studentId } = family
  const severity = chance.happens(0.3) ? 'major' : 'normal'
  const body = { householdId, studentId, channel: 'phone', severity, text: 'too loud' } as const
  const reply = await client.call(fileComplaint, { as, params: { campusId: cast.campusId }, body })
  if (reply) cast.complaints.push(reply.complaint.complaintId)
}

/** Some step of handling a complaint, in order or not. */
export const handleComplaint: Actor = async ({ client, cast, chance }) => {
  const complaintId = anyOf(chance, cast.complaints)
  if (!complaintId) return
  const call = { as, params: { campusId: cast.campusId, complaintId } } as const
  await client.call(handling.acknowledgeComplaint, { ...call, body: {} })
  for (const step of ['listen', 'record', 'restate', 'apologise', 'ownResult'] as const) {
    await client.call(handling.completeStep, { ...call, body: { step } })
  }
  if (chance.happens(0.4)) return
  await client.call(handling.handOverComplaint, { ...call, body: {} })
  const found = {
    rootCause: 'teacher',
    responsibleStaffIds: [],
    responsibleCause: 'schedule',
    solution: 'another room',
  }
  await client.call(investigateComplaint, {
    ...call,
    body: { ...found, rootCause: 'teacher', responsibleCause: 'schedule' },
  })
  await client.call(handling.resolveComplaint, { ...call, body: { reply: 'done' } })
  if (chance.happens(0.5)) return
  await client.call(handling.followUpComplaint, { ...call, body: { satisfied: chance.happens(0.5) } })
  if (chance.happens(0.5)) await client.call(handling.archiveComplaint, { ...call, body: {} })
}

/** A family is called, and reached or not. */
export const visitFamily: Actor = async (scene) => {
  const family = anyEnrolled(scene)
  if (!family) return
  const { client, cast, chance } = scene
  const outcome = chance.happens(0.7) ? 'reached' : 'noAnswer'
  const body = { studentId: family.studentId, channel: 'phone', outcome } as const
  await client.call(recordReturnVisit, { as, params: { campusId: cast.campusId }, body })
}

/** What stands in a link of any mail that has one, by the first group of the pattern. */
export function linkInMail({ chance, cloud }: Scene, pattern: RegExp): string | undefined {
  const texts = [...cloud.mailbox.occasions].map((occasion) => cloud.mailbox.textOf(occasion) ?? '')
  return anyOf(
    chance,
    texts.flatMap((text) => pattern.exec(text)?.[1] ?? []),
  )
}

/** The token of any survey that arrived. */
export const surveyToken = (scene: Scene): string | undefined => linkInMail(scene, /surveys\/([\w.~%-]+)/)

/** A guardian opens the link of a survey and answers. */
export const answerLink: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const token = surveyToken(scene)
  if (!token) return
  const body = `rating=${chance.pick([1, 2, 5])}&comment=fine`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  await client.call(answerSurvey, { params: { campusId: cast.campusId, token }, body, headers })
}

/** A family says what it does not want to read. */
export const changePreferences: Actor = async (scene) => {
  const family = anyEnrolled(scene)
  if (!family) return
  const { client, cast, chance } = scene
  const call = { as, params: { campusId: cast.campusId, householdId: family.householdId } } as const
  const known = await client.call(getPreferences, call)
  if (!known) return
  const refusedCategories = chance.happens(0.3) ? (['care', 'survey'] as const) : []
  const body = {
    language: chance.pick(['en', 'zh-CN'] as const),
    refusedChannels: [],
    refusedCategories: [...refusedCategories],
  }
  await client.call(setPreferences, { ...call, body, ...(known.version > 0 && { ifMatch: known.version }) })
}

/** A member spends points, loses the card, or tells a birthday. */
export const spendPoints: Actor = async (scene) => {
  const family = anyEnrolled(scene)
  if (!family) return
  const { client, cast, chance, cloud } = scene
  const { campusId } = cast
  const tomorrow = localDateOf(addMs(cloud.clock.now(), dayMs), 'Asia/Shanghai')
  const birthday = {
    calendar: 'gregorian',
    month: Number(tomorrow.slice(5, 7)),
    day: Number(tomorrow.slice(8)),
  } as const
  const named = { campusId, studentId: family.studentId }
  if (chance.happens(0.6)) await client.call(setBirthday, { as, params: named, body: birthday })
  const query = { householdId: String(family.householdId) }
  const member = (await client.call(listMembers, { as, params: { campusId }, query }))?.items[0]
  if (!member) return
  const params = { campusId, memberId: member.memberId }
  const { cardNumber } = member
  if (chance.happens(0.3)) await client.call(replaceCard, { as, params, body: { cardNumber, reason: 'lost' } })
  await client.call(redeemPoints, { as, params, body: { points: 100 * (1 + chance.below(5)), for: 'cashOffset' } })
}
