import {
  addListPrice,
  createClassGroup,
  createCourse,
  createTerm,
} from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { enrollStudent } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { scheduleLessons } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import { payTuition } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import { setConsultant } from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import { configureCampus } from '@tutelage/shared/contracts/leads/campus-routes.ts'
import { captureLead } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { setStaffMember } from '@tutelage/shared/contracts/leads/staff-routes.ts'
import { pointsPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'
import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import { policyRoutes } from '@tutelage/shared/contracts/policy-routes.ts'
import type { CampusId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import type { Cloud } from '../simulation/cloud.ts'
import { Reach } from './reach.ts'
import { staffIdOf } from './request.ts'
import type { Campuses, Enrolled, Family, Partner, PartnerService, Standing } from './standing.ts'

const as = 'principal'
const titled = (en: string) => ({ 'zh-CN': en, en })

/** A class of the campus's teacher as the school opens them; bodies for `createClassGroup`. */
export const classOf = (campusId: CampusId, { courseId, termId }: Pick<Standing, 'courseId' | 'termId'>) => ({
  ...{ title: titled('Weekend class'), courseId, termId, kind: 'regular' as const, capacity: 20, lessonCount: 4 },
  ...{ teacherId: staffIdOf(campusId, 'teacher'), centihoursPerLesson: 200, teacherRateMinor: 15_000 },
})

async function hire(at: Reach): Promise<void> {
  const { campusId } = at
  const consultant = { name: 'Consultant', email: 'consultant@staff.test', language: 'en' as const }
  const own = { campusId, staffId: staffIdOf(campusId, 'consultant') }
  await at.call(setConsultant, { as, params: own, body: consultant })
  const onLeave = { campusId, staffId: staffIdOf(campusId, 'other-consultant') }
  await at.call(setConsultant, { as, params: onLeave, body: { ...consultant, onLeave: true } })
  for (const role of ['campusManager', 'learningManager'] as const) {
    const body = { name: role, email: `${role}@staff.test`, language: 'en' as const, roles: [role] }
    await at.call(setStaffMember, { as, params: { campusId, staffId: staffIdOf(campusId, role) }, body })
  }
}

async function openClass(at: Reach) {
  const { campusId } = at
  const params = { campusId }
  const course = { title: titled('Mathematics'), subject: 'mathematics', level: 8 }
  const { courseId } = await at.call(createCourse, { as, params, body: course })
  const term = { title: titled('Spring'), startsOn: '2026-03-01', endsOn: '2026-05-31' }
  const { termId } = await at.call(createTerm, { as, params, body: term })
  const price = { effectiveFrom: '2026-01-01', amountMinor: 20_000, perCentihours: 100 }
  await at.call(addListPrice, { as, params: { campusId, courseId }, body: price })
  const body = classOf(campusId, { courseId, termId })
  const { classGroupId } = await at.call(createClassGroup, { as, params, body })
  const { lessons } = await at.call(scheduleLessons, {
    as,
    params: { campusId, classGroupId },
    body: {
      lessons: [1, 3, 5].map((hours) => ({
        startsAt: addMs(at.now, hours * hourMs),
        endsAt: addMs(at.now, (hours + 1) * hourMs),
      })),
    },
  })
  const [first, second, ...others] = lessons.map(({ lessonId }) => lessonId)
  if (!first || !second) throw new Error('lessons were scheduled')
  return { courseId, termId, classGroupId, lessonIds: [first, second, ...others] as const }
}

/** A family calls the front desk, and its lead comes to the campus's consultant. */
export async function callIn(at: Reach, name: string, phone: string): Promise<Family> {
  const guardian = {
    name: `${name} senior`,
    phone,
    email: `${name}@${at.campusId.slice(4)}.test`,
    language: 'en' as const,
  }
  const body = { channel: 'phone', guardian, student: { name }, lawfulBasis: 'consent' } as const
  const reply = await at.call(captureLead, { as: 'frontDesk', params: { campusId: at.campusId }, body })
  const { leadId, householdId, studentId } = reply
  return { leadId, householdId, studentId }
}

/** A family takes a seat in a class and pays it all at the desk. */
export async function enroll(at: Reach, family: Family, { classGroupId }: Pick<Standing, 'classGroupId'>) {
  const { campusId } = at
  const seat = { studentId: family.studentId, classGroupId, centihours: 1_000 }
  const body = { ...seat, learningManagerId: staffIdOf(campusId, 'learningManager') }
  const { enrollmentId, priceMinor = 0 } = await at.call(enrollStudent, {
    as: 'campusManager',
    params: { campusId },
    body,
  })
  const paid = { amountMinor: priceMinor, means: 'cash' as const, reference: `receipt-${enrollmentId}` }
  const { paymentId } = await at.call(payTuition, { as: 'finance', params: { campusId, enrollmentId }, body: paid })
  return { ...family, enrollmentId, paymentId } satisfies Enrolled
}

const takes = {
  leads: ['LeadCaptured'],
  enrollment: ['PaymentReceived', 'LessonAttended', 'StudentCheckedIn', 'ExamResultPublished'],
  feedback: ['ComplaintFiled'],
} as const satisfies Record<PartnerService, readonly string[]>

/** The partner of a campus, which may post for that campus only. */
async function registerPartner(at: Reach): Promise<Partner> {
  const partnerId = idField('partner').parse(`prt_${at.campusId.slice('cam_'.length)}`)
  const secretAt = async (service: PartnerService): Promise<string> => {
    const routes = partnerRoutes(service, [])
    const campuses = { campuses: [at.campusId], lawfulBasis: 'consent' as const }
    const body = { name: 'Partner', eventTypes: [...takes[service]], ...campuses }
    await at.call(routes.registerPartner, { as, params: { partnerId }, body })
    return (await at.call(routes.createPartnerSecret, { as, params: { partnerId }, body: {} })).secret
  }
  const [leads, enrollment, feedback] = [
    await secretAt('leads'),
    await secretAt('enrollment'),
    await secretAt('feedback'),
  ]
  return { partnerId, secrets: { leads, enrollment, feedback } }
}

async function openCampus(at: Reach, phones: readonly [string, string]): Promise<Standing> {
  const { campusId } = at
  const { campusId: _, ...settings } = sampleCampus()
  await at.call(configureCampus, { as, params: { campusId }, body: settings })
  await at.deliver()
  // Points can be spent on the day they are earned.
  await at.call(policyRoutes(pointsPolicy).setPolicy, { as, params: { campusId }, body: { refundWindowDays: 0 } })
  await hire(at)
  const [opened, partner] = [await openClass(at), await registerPartner(at)]
  const prospect = await callIn(at, 'prospect', phones[0])
  const family = await callIn(at, 'enrolled', phones[1])
  await at.deliver()
  const enrolled = await enroll(at, family, opened)
  await at.deliver()
  return { campusId, ...opened, prospect, enrolled, partner }
}

/** Opens both campuses by public requests. */
export async function openCampuses(cloud: Cloud): Promise<Campuses> {
  const at = (name: string) => new Reach(cloud, idField('campus').parse(`cam_${name}`))
  return {
    east: await openCampus(at('east'), ['+8613912345670', '+8613912345671']),
    west: await openCampus(at('west'), ['+8613912345680', '+8613912345681']),
  }
}
