import { correctAttendance, markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import { recordGrade } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import { recordReturnVisit } from '@tutelage/shared/contracts/feedback/return-visits-routes.ts'
import { answerSurvey, handleLowSatisfaction, listSurveys } from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import { captureLead, postInquiry } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { unsubscribe } from '@tutelage/shared/contracts/leads/messages-routes.ts'
import { assignDanger, listDangers, resolveDanger } from '@tutelage/shared/contracts/loyalty/danger-routes.ts'
import { setBirthday } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import type { Actor, Scene, Seat } from './cast.ts'
import { passTime } from './infrastructure.ts'
import { enroll } from './tuition-actors.ts'

const as = 'learningManager'
const timeZone = 'Asia/Shanghai'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** The family that enrolled last. @throws Error when there is none: the story is about it */
function ourSeat({ cast }: Scene): Seat {
  const seat = cast.seats.at(-1)
  if (!seat) throw new Error('nobody is enrolled')
  return seat
}

/** Part of a link in the latest mail that has one. */
function linkIn({ cloud }: Scene, pattern: RegExp): string | undefined {
  const texts = [...cloud.mailbox.occasions].map((occasion) => cloud.mailbox.textOf(occasion) ?? '')
  return texts.flatMap((text) => pattern.exec(text)?.[1] ?? []).at(-1)
}

/** Time passes, with what is done every day. */
export const waits =
  (durationMs: number): Actor =>
  async ({ cloud }) => {
    for (let left = durationMs; left > 0; left -= dayMs) passTime(cloud, Math.min(left, dayMs))
  }

/** Time passes, and daily jobs miss all days but the last. */
export const skips =
  (durationMs: number): Actor =>
  async ({ cloud }) =>
    passTime(cloud, durationMs)

/** The same actor, where only happens what is likely, and everything that is repeated is repeated most often. */
export const otherwise =
  (actor: Actor): Actor =>
  (scene) =>
    actor({
      ...scene,
      chance: { ...scene.chance, happens: (probability) => probability > 0.6, below: (limit) => limit - 1 },
    })

/** A family calls that never called before. */
export const calls: Actor = async ({ client, cast }) => {
  const phone = '+8613700000002'
  const guardian = { name: 'Zhao Jun', phone, email: 'zhao@family.test' }
  const body = { channel: 'phone', guardian, student: { name: 'Zhao Yue' }, lawfulBasis: 'consent' } as const
  const reply = await client.call(captureLead, { as: 'frontDesk', params: { campusId: cast.campusId }, body })
  if (!reply) return
  cast.families.set(phone, reply)
  if (reply.followUpId) cast.followUps.push(reply.followUpId)
}

/** The family that called last enrolls in a class, the first is 0. */
export const enrollsIn =
  (at: number): Actor =>
  async (scene) => {
    const { seats, classes } = scene.cast
    const count = seats.length
    await enroll({ ...scene, cast: { ...scene.cast, classes: classes.slice(at, at + 1) } })
    if (seats.length === count) throw new Error('they could not enroll')
  }

/** The public form. */
export const writesOnTheWeb: Actor = async ({ client, cast }) => {
  const guardian = { name: 'Wang Qiang', phone: '+8613700000001', email: 'wang@family.test' }
  const body = { guardian, student: { name: 'Wang Ming' }, consent: true } as const
  await client.call(postInquiry, { params: { campusId: cast.campusId }, body })
}

/** Our student's mark in a lesson of the class, the first is 0. */
export const marks =
  (lesson: number, status: AttendanceStatus): Actor =>
  async (scene) => {
    const { cast, client } = scene
    const { classGroupId, studentId } = ourSeat(scene)
    const lessons = cast.classes.find((group) => group.classGroupId === classGroupId)?.lessons ?? []
    const held = lessons[lesson]
    if (!held) throw new RangeError('no such lesson')
    const teacher = { staffId: `stf_teacher-${lessons.length}`, status: 'attended' as const }
    const params = { campusId: cast.campusId, lessonId: held.lessonId }
    await client.call(markAttendance, { as, params, body: { marks: [{ studentId, status }], teacher } })
  }

/** Our student's mark was wrong. */
export const corrects =
  (lesson: number, status: AttendanceStatus): Actor =>
  async (scene) => {
    const { cast, client } = scene
    const { classGroupId, studentId } = ourSeat(scene)
    const held = cast.classes.find((group) => group.classGroupId === classGroupId)?.lessons[lesson]
    if (!held) throw new RangeError('no such lesson')
    const params = { campusId: cast.campusId, lessonId: held.lessonId, studentId }
    await client.call(correctAttendance, { as, params, body: { status } })
  }

/** Our student's score of an exam today, of 100. */
export const scores =
  (score: number): Actor =>
  async (scene) => {
    const { cast, client, cloud } = scene
    const body = {
      ...{ subject: 'mathematics', heldOn: localDateOf(cloud.clock.now(), timeZone), examName: 'monthly' },
      ...{ fullMarksHundredths: 10_000, scoreHundredths: 100 * score },
    }
    await client.call(recordGrade, {
      as,
      params: { campusId: cast.campusId, studentId: ourSeat(scene).studentId },
      body,
    })
  }

/** The survey's link is opened and answered. */
export const answers =
  (rating: number): Actor =>
  async (scene) => {
    const token = linkIn(scene, /surveys\/([\w.~%-]+)/)
    if (token === undefined) throw new Error('no survey came')
    const params = { campusId: scene.cast.campusId, token }
    await scene.client.call(answerSurvey, { params, body: `rating=${rating}&comment=fine`, headers: form })
  }

/** A low answer is looked after. */
export const handlesLowAnswer: Actor = async ({ client, cast }) => {
  const { campusId } = cast
  const [low] = (await client.call(listSurveys, { as, params: { campusId } }))?.items ?? []
  if (low)
    await client.call(handleLowSatisfaction, {
      as,
      params: { campusId, surveyId: low.surveyId },
      body: { note: 'called' },
    })
}

/** A danger becomes somebody's task and is resolved. */
export const resolvesDanger: Actor = async ({ client, cast }) => {
  const { campusId } = cast
  const [danger] = (await client.call(listDangers, { as, params: { campusId } }))?.items ?? []
  if (!danger) throw new Error('nobody is in danger')
  const params = { campusId, dangerId: danger.dangerId }
  const body = { learningManagerId: 'stf_demo-learningManager' }
  await client.call(assignDanger, { as: 'campusManager', params, body, ifMatch: danger.version })
  await client.call(resolveDanger, { as, params, body: { note: 'talked' } })
}

/** The learning manager reaches the family. */
export const reachesFamily: Actor = async (scene) => {
  const body = { studentId: ourSeat(scene).studentId, channel: 'phone', outcome: 'reached', mood: 'bad' } as const
  await scene.client.call(recordReturnVisit, { as, params: { campusId: scene.cast.campusId }, body })
}

/** Our student celebrates tomorrow. */
export const tellsBirthday: Actor = async (scene) => {
  const tomorrow = localDateOf(addMs(scene.cloud.clock.now(), dayMs), timeZone)
  const [month, day] = [Number(tomorrow.slice(5, 7)), Number(tomorrow.slice(8))]
  const params = { campusId: scene.cast.campusId, studentId: ourSeat(scene).studentId }
  await scene.client.call(setBirthday, { as, params, body: { calendar: 'gregorian', month, day } })
}

/** The link at the end of a mail is followed. */
export const unsubscribes: Actor = async (scene) => {
  const token = linkIn(scene, /unsubscribe\/([\w.~%-]+)/)
  if (token === undefined) throw new Error('no mail has a link to unsubscribe')
  const params = { campusId: scene.cast.campusId, token }
  await scene.client.call(unsubscribe, { params, body: '', headers: form })
}

/** A partner posts what cannot be understood; it is looked at and discarded. */
export const postsNonsense: Actor = async ({ cloud, cast, name }) => {
  const event = {
    id: `nonsense-${name}`,
    campusId: cast.campusId,
    occurredAt: cloud.clock.now(),
    data: { guardian: {} },
  }
  cloud.bus.putByPartner('prt_demo', 'LeadCaptured', event)
}

/** What is in quarantine is closed without effect. */
export const discardsQuarantined: Actor = async ({ client }) => {
  const { listQuarantine, discardQuarantined } = partnerRoutes('leads', [])
  const [first] = (await client.call(listQuarantine, { as: 'principal', params: {} }))?.items ?? []
  if (!first) throw new Error('nothing is in quarantine')
  const { quarantinedId } = first
  await client.call(discardQuarantined, { as: 'principal', params: { quarantinedId }, body: undefined })
}
