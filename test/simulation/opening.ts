import { setOpenHours } from '@tutelage/shared/contracts/enrollment/booking-routes.ts'
import {
  addListPrice,
  changeSuccessor,
  createCourse,
  createTerm,
} from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { setConsultant } from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import { setStaffMember } from '@tutelage/shared/contracts/leads/staff-routes.ts'
import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import { addMs, hourMs, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { sampleCampus, storeCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { setPolicies } from './campus-policies.ts'
import type { Actor, Cast, OpenClass } from './cast.ts'
import { chanceOf } from './chance.ts'
import { Client } from './client.ts'
import type { Cloud } from './cloud.ts'
import { deliverEvents, deliverStream } from './infrastructure.ts'
import { openClass } from './open-class.ts'
import { partnerTypes } from './partner-actors.ts'
import { callIn } from './sales-actors.ts'
import { enroll, pay } from './tuition-actors.ts'

const campusId = testCampusId
const params = { campusId }
const as = 'principal'
const titled = (en: string) => ({ 'zh-CN': en, en })

/** @throws Error when the answer is missing: before a run nothing goes wrong */
function sure<Answer>(answer: Answer | undefined): Answer {
  if (answer === undefined) throw new Error('the opening of a run was refused')
  return answer
}

async function hire(client: Client): Promise<void> {
  for (const id of ['one', 'two']) {
    const body = { name: id, email: `${id}@staff.test` }
    sure(await client.call(setConsultant, { as, params: { campusId, staffId: `stf_consultant-${id}` }, body }))
  }
  for (const role of ['campusManager', 'learningManager'] as const) {
    const body = { name: role, email: `${role}@staff.test`, roles: [role] }
    sure(await client.call(setStaffMember, { as, params: { campusId, staffId: `stf_demo-${role}` }, body }))
  }
}

/** A course at a price for an hour. */
async function offerCourse(client: Client, level: number, amountMinor: number) {
  const course = { title: titled('Mathematics'), subject: 'mathematics', level }
  const { courseId } = sure(await client.call(createCourse, { as, params, body: course }))
  const price = { effectiveFrom: '2026-01-01', amountMinor, perCentihours: 100 }
  sure(await client.call(addListPrice, { as, params: { campusId, courseId }, body: price }))
  return courseId
}

async function planTerm(client: Client, startsOn: string, endsOn: string) {
  const body = { title: titled('Term'), startsOn, endsOn }
  return sure(await client.call(createTerm, { as, params, body })).termId
}

/** The first term is counted at once and is over soon; students go on to the next term, or to the next course in it. */
async function openClasses(client: Client, cloud: Cloud): Promise<OpenClass[]> {
  const courseId = await offerCourse(client, 8, 20_000)
  const next = await offerCourse(client, 9, 24_000)
  const body = { successorCourseId: next }
  sure(await client.call(changeSuccessor, { as, params: { campusId, courseId }, body, ifMatch: 1 }))
  const termId = await planTerm(client, '2026-02-01', '2026-03-20')
  const later = await planTerm(client, '2026-03-21', '2026-05-31')
  const wanted = [
    { courseId, termId, lessonCount: 2, capacity: 2 },
    { courseId, termId, lessonCount: 9, capacity: 3 },
    { courseId, termId: later, lessonCount: 1, capacity: 3 },
    { courseId: next, termId: later, lessonCount: 3, capacity: 1 },
    { courseId, termId: later, lessonCount: 2, capacity: 1, kind: 'elite' as const },
    { courseId, termId, lessonCount: 9, capacity: 1, kind: 'oneToOne' as const },
  ]
  const classes: OpenClass[] = []
  for (const [at, each] of wanted.entries()) {
    const firstAt = addMs(cloud.clock.now(), 30 * minuteMs + at * hourMs)
    classes.push(sure(await openClass(client, campusId, { ...each, teacherId: `stf_teacher-${at}`, firstAt })))
  }
  return classes
}

/** Somebody teaches one student at a time, whenever the family likes. */
async function openHours(client: Client, { teacherId }: OpenClass): Promise<void> {
  const day = [{ from: '06:00', to: '23:00' }]
  const weekly = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }
  const call = { as, params: { campusId, teacherId } } as const
  sure(await client.call(setOpenHours, { ...call, body: { weekly, exceptions: [] } }))
}

const anywhere = { campuses: 'all', lawfulBasis: 'consent' } as const

async function registerPartner(client: Client, service: keyof typeof partnerTypes): Promise<string> {
  const named = { partnerId: 'prt_demo' }
  const body = { name: 'Partner', eventTypes: [...partnerTypes[service]], ...anywhere }
  const { registerPartner: register, createPartnerSecret } = partnerRoutes(service, [])
  sure(await client.call(register, { as, params: named, body }))
  return sure(await client.call(createPartnerSecret, { as, params: named, body: {} })).secret
}

/** So that enrollment knows the students of whom leads has heard. */
const deliverAll: Actor = async ({ cloud, chance }) => {
  for (let round = 0; round < 20; round += 1) {
    for (const one of cloud.deployed) {
      await deliverStream(cloud, one, chance)
      await deliverEvents(cloud, one, chance)
    }
  }
}

/** Puts in what stands before a run: the campus, its staff, some small classes, one partner, two families. */
export async function openSchool(cloud: Cloud): Promise<Cast> {
  for (const { table } of cloud.deployed) await storeCampus(table, sampleCampus())
  const client = new Client(cloud, chanceOf(0), 'opening')
  await hire(client)
  await setPolicies(client, campusId)
  const classes = await openClasses(client, cloud)
  for (const group of classes) if (group.kind === 'oneToOne') await openHours(client, group)
  await registerPartner(client, 'leads')
  await registerPartner(client, 'feedback')
  const secret = await registerPartner(client, 'enrollment')
  const cast: Cast = {
    ...{ campusId, classes, secret, families: new Map(), followUps: [], trials: [], bookings: [], seats: [] },
    ...{ payments: [], yearPlans: [], marked: [], complaints: [], posted: [] },
  }
  const chance = chanceOf(1)
  for (const actor of [callIn, callIn, deliverAll, enroll, pay, enroll, pay]) {
    await actor({ cloud, cast, chance, client, name: 'opening' })
  }
  return cast
}
