import { correctAttendance, markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { enrollStudent } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { closePayMonth } from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import { assignLead, setConsultant } from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import { captureLead } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { bookTrial, scheduleTrialLesson } from '@tutelage/shared/contracts/leads/trials-routes.ts'
import { getPoints, redeemPoints } from '@tutelage/shared/contracts/loyalty/points-routes.ts'
import type { Item } from '@tutelage/shared/data/table.ts'
import { addMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { expect } from 'vitest'
import { correction } from '../operations/enrollment/attendance-operations.ts'
import { markLargeClass, studentsOfLargeClass } from '../operations/enrollment/large-sheet.ts'
import { closing, monthIsPosted } from '../operations/enrollment/teacher-pay-operations.ts'
import { memberOf } from '../operations/loyalty/loyalty-operations.ts'
import { callIn, classOf } from '../operations/opening.ts'
import type { Operation, Request } from '../operations/operation.ts'
import { operations } from '../operations/registry.ts'
import { staffIdOf } from '../operations/request.ts'
import type { School } from '../operations/school.ts'
import type { Contender } from './contenders.ts'
import type { Race } from './race.ts'

/** A registered operation by its name. */
function named(name: string): Operation {
  const found = operations.find((one) => one.name === name)
  if (!found) throw new RangeError(`no operation ${name}`)
  return found
}

/** The request of a registered route, made by two people who each press their own button. */
async function twice(school: School, name: string, other: (request: Request) => Request = (one) => one) {
  const one = named(name)
  if (one.kind !== 'route') throw new RangeError(`${name} is no route`)
  const request = await one.prepare(school)
  const { contract } = one
  return [
    { contract, request, key: 'one' },
    { contract, request: other(request), key: 'other' },
  ] satisfies Contender[]
}

const count = (items: readonly Item[], entity: string): number => items.filter((item) => item.entity === entity).length

/** Fifty families, each with a lead and a student of its own. */
async function families(school: School) {
  const found = []
  for (let at = 0; at < 50; at += 1) found.push(await callIn(school, `rival-${at}`, `+86139123460${10 + at}`))
  await school.deliver()
  return found
}

async function lastSeat(school: School): Promise<readonly Contender[]> {
  const { campusId, here } = school
  const params = { campusId }
  const body = { ...classOf(campusId, here), capacity: 1 }
  const { classGroupId } = await school.call(createClassGroup, { as: 'campusManager', params, body })
  return (await families(school)).map(({ studentId }, at) => ({
    contract: enrollStudent,
    request: { as: 'consultant', params, body: { studentId, classGroupId, centihours: 1_000 } },
    key: `rival-${at}`,
  }))
}

async function lastTrialSeat(school: School): Promise<readonly Contender[]> {
  const { campusId, now } = school
  const lesson = { startsAt: addMs(now, hourMs), capacity: 1, subject: 'mathematics', kind: 'own' as const }
  const { trialLessonId } = await school.call(scheduleTrialLesson, {
    as: 'consultant',
    params: { campusId },
    body: { ...lesson, teacherId: staffIdOf(campusId, 'teacher') },
  })
  return (await families(school)).map(({ leadId }, at) => ({
    contract: bookTrial,
    request: { as: 'consultant', params: { campusId, trialLessonId }, body: { leadId } },
    key: `rival-${at}`,
  }))
}

/** Two managers give one lead to a consultant each. */
const twoAssigners =
  (...consultants: readonly [string, string]): Race['prepare'] =>
  async (school) => {
    const { campusId, here } = school
    const body = { name: 'New', email: 'new@staff.test', language: 'en' as const }
    const staffId = staffIdOf(campusId, 'new-consultant')
    await school.call(setConsultant, { as: 'campusManager', params: { campusId, staffId }, body })
    return consultants.map((role, at) => ({
      contract: assignLead,
      request: {
        as: 'campusManager',
        params: { campusId, leadId: here.prospect.leadId },
        body: { consultantId: staffIdOf(campusId, role) },
      },
      key: `manager-${at}`,
    }))
  }

/** Two consultants claim one lead from the pool. */
async function twoClaimers(school: School): Promise<readonly Contender[]> {
  const { campusId } = school
  const id = staffIdOf(campusId, 'new-consultant')
  const contenders = await twice(school, 'claimLead', (one) => ({
    ...one,
    as: { role: 'consultant', id, campuses: campusId },
  }))
  const body = { name: 'New', email: 'new@staff.test', language: 'en' as const }
  await school.call(setConsultant, { as: 'campusManager', params: { campusId, staffId: id }, body })
  return contenders
}

/** All points are spent at two desks. */
async function allPointsTwice(school: School): Promise<readonly Contender[]> {
  const { campusId, memberId } = await memberOf(school)
  const params = { campusId, memberId: String(memberId) }
  const { available } = await school.call(getPoints, { as: 'frontDesk', params: { campusId, memberId } })
  const request: Request = { as: 'frontDesk', params, body: { points: available, for: 'cashOffset' } }
  return ['one', 'other'].map((key) => ({ contract: redeemPoints, request, key }))
}

/** A gateway tells of the same money by its webhook and on the bus, as two events. */
async function gatewayTwice(school: School): Promise<readonly Contender[]> {
  const bus = named('take-gateway-payment')
  const web = operations.find((one) => one.name === 'postPartnerEvent' && one.service === 'enrollment')
  if (bus.kind !== 'partnerSubscription' || web?.kind !== 'route') throw new RangeError('no gateway')
  const request = await web.prepare(school)
  const { id: _, ...detail } = JSON.parse(String(request.body))
  const envelope = { id: 'handed-over', source: `partner.${school.here.partner.partnerId}` }
  const message = JSON.stringify({ ...envelope, 'detail-type': detail.type, detail: { ...detail, id: 'bus-1' } })
  return [{ contract: web.contract, request, key: 'web' }, { message }]
}

async function sheetTwice(school: School): Promise<readonly Contender[]> {
  return twice(school, markAttendance.id)
}

/** The sheet of a class that is larger than a transaction is sent by six: as many rounds as of many rivals, for each is long. */
async function largeSheetByMany(school: School): Promise<readonly Contender[]> {
  const request = await markLargeClass.prepare(school)
  return ['one', 'another', 'third', 'fourth', 'fifth', 'sixth'].map((key) => ({
    contract: markAttendance,
    request,
    key,
  }))
}

/** Finance closes a month of pay while a mark of it is corrected, which takes pay back. */
async function closingAndCorrection(school: School): Promise<readonly Contender[]> {
  await monthIsPosted(school)
  const { params, ...corrected } = correction(school, 'leave')
  const { campusId, lessonId, studentId } = params
  return [
    { contract: closePayMonth, request: closing(school), key: 'closing' },
    { contract: correctAttendance, request: { ...corrected, params: { campusId, lessonId, studentId } }, key: 'mark' },
  ]
}

/** In the month of the lesson or, when it was closed first, in the next: what was paid and what is taken back. */
const takenBackOnce = (items: readonly Item[]): void => {
  const posted = items.filter(({ entity }) => entity === 'teacherPayEntry').map(({ pk }) => pk.split('#').at(-1))
  expect(posted.sort()).toSatisfy((months: unknown) => ['2026-03,2026-03', '2026-03,2026-04'].includes(String(months)))
}

async function sameContactTwice(school: School): Promise<readonly Contender[]> {
  const guardian = { name: 'Rival senior', phone: '+8613912347000', language: 'en' as const }
  const body = { channel: 'phone', guardian, student: { name: 'Rival' }, lawfulBasis: 'consent' }
  const request: Request = { as: 'frontDesk', params: { campusId: school.campusId }, body }
  return ['one', 'other'].map((key) => ({ contract: captureLead, request, key }))
}

const lost = (won: number, refused: number, rivals = 2): readonly number[] =>
  [won, ...Array.from({ length: rivals - 1 }, () => refused)].sort((a, b) => a - b)

/** What two people, or fifty, may want at once; by the rule that the race is to show. */
export const races: Readonly<Record<string, Race>> = {
  'fifty students for the last seat of a class: one sits': {
    ...{ service: 'enrollment', prepare: lastSeat, statuses: lost(201, 409, 50) },
    check: (items) => expect(items.filter(({ capacity }) => capacity === 1)).toMatchObject([{ seatsTaken: 1 }]),
  },
  'fifty families for the last seat of a trial lesson: one comes': {
    ...{ service: 'leads', prepare: lastTrialSeat, statuses: lost(201, 409, 50) },
    check: (items) => expect(count(items, 'trialBooking')).toBe(1),
  },
  'two managers give one lead to one consultant: it is given once': {
    ...{ service: 'leads', statuses: lost(200, 409) },
    prepare: twoAssigners('other-consultant', 'other-consultant'),
  },
  'two managers give one lead to two consultants: the later one has it': {
    ...{ service: 'leads', prepare: twoAssigners('other-consultant', 'new-consultant') },
  },
  'two consultants claim one lead: one has it': {
    ...{ service: 'leads', prepare: twoClaimers, statuses: lost(200, 409) },
  },
  'two desks take in one contact: one lead, both inquiries': {
    ...{ service: 'leads', prepare: sameContactTwice },
  },
  'a class sheet is sent twice: it is booked once': {
    ...{ service: 'enrollment', prepare: sheetTwice, statuses: lost(201, 409) },
  },
  'a class sheet of several transactions is sent by six: all of it is booked once': {
    ...{ service: 'enrollment', prepare: largeSheetByMany, statuses: lost(201, 409, 6) },
    check: (items) => expect([count(items, 'mark'), count(items, 'restOfSheet')]).toEqual([studentsOfLargeClass, 0]),
  },
  'a mark is corrected twice: it is reversed once': {
    ...{ service: 'enrollment', prepare: (school) => twice(school, 'correctAttendance'), statuses: lost(201, 409) },
  },
  'a month of pay is closed as a mark of it is corrected: the month stays as it was closed, and the pay is taken back once':
    {
      ...{ service: 'enrollment', prepare: closingAndCorrection, statuses: [201, 201], check: takenBackOnce },
    },
  'a month of pay is closed twice: it is closed once': {
    ...{ service: 'enrollment', statuses: lost(201, 409) },
    prepare: async (school) => twice(school, closePayMonth.id),
  },
  'a gateway tells of one payment by its webhook and on the bus: it pays once': {
    ...{ service: 'enrollment', prepare: gatewayTwice },
    check: (items) => expect(items.filter(({ reference }) => reference === 'gateway-1')).toHaveLength(1),
  },
  'a refund is given twice: money goes back once': {
    ...{ service: 'enrollment', prepare: (school) => twice(school, 'refundTuition'), statuses: lost(201, 409) },
    check: (items) => expect(count(items, 'refund')).toBe(1),
  },
  'a receipt is booked at two desks: it pays once': {
    ...{ service: 'enrollment', prepare: (school) => twice(school, 'payTuition'), statuses: lost(201, 409) },
    check: (items) => expect(items.filter(({ reference }) => reference === 'receipt-operation')).toHaveLength(1),
  },
  'a survey link is answered twice: the first answer counts': {
    ...{ service: 'feedback', statuses: lost(200, 410) },
    prepare: (school) => twice(school, 'answerSurvey', (one) => ({ ...one, body: 'rating=1&comment=no' })),
  },
  'all points are spent at two desks: they are spent once': {
    ...{ service: 'loyalty', prepare: allPointsTwice, statuses: lost(201, 409) },
  },
}
