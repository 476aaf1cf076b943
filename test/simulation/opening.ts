import {
  addListPrice,
  createClassGroup,
  createCourse,
  createTerm,
} from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { scheduleLessons } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
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

async function openClass(client: Client, cloud: Cloud, lessonCount: number): Promise<OpenClass> {
  const course = { title: titled('Mathematics'), subject: 'mathematics', level: 8 }
  const { courseId } = sure(await client.call(createCourse, { as, params, body: course }))
  const term = { title: titled('Spring'), startsOn: '2026-03-01', endsOn: '2026-05-31' }
  const { termId } = sure(await client.call(createTerm, { as, params, body: term }))
  const price = { effectiveFrom: '2026-01-01', amountMinor: 20_000, perCentihours: 100 }
  sure(await client.call(addListPrice, { as, params: { campusId, courseId }, body: price }))
  const group = {
    ...{
      title: titled('Weekend class'),
      courseId,
      termId,
      kind: 'regular' as const,
      capacity: 2 + (lessonCount % 2),
      lessonCount,
    },
    ...{ teacherId: `stf_teacher-${lessonCount}`, centihoursPerLesson: 200, teacherRateMinor: 15_000 },
  }
  const { classGroupId } = sure(await client.call(createClassGroup, { as, params, body: group }))
  const lessons = Array.from({ length: lessonCount }, (_, at) => {
    const startsAt = addMs(cloud.clock.now(), at * 5 * hourMs + 30 * minuteMs)
    return { startsAt, endsAt: addMs(startsAt, hourMs) }
  })
  const body = { lessons }
  const scheduled = sure(await client.call(scheduleLessons, { as, params: { campusId, classGroupId }, body }))
  return { classGroupId, lessons: scheduled.lessons.map(({ lessonId, startsAt }) => ({ lessonId, startsAt })) }
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

/** Puts in what stands before a run: the campus, its staff, two small classes, one partner, two families. */
export async function openSchool(cloud: Cloud): Promise<Cast> {
  for (const { table } of cloud.deployed) await storeCampus(table, sampleCampus())
  const client = new Client(cloud, chanceOf(0), 'opening')
  await hire(client)
  await setPolicies(client, campusId)
  const classes = [
    await openClass(client, cloud, 2),
    await openClass(client, cloud, 9),
    await openClass(client, cloud, 1),
  ]
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
