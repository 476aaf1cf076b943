import { enrollStudent } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { listPromotionProposals, promoteStudent } from '@tutelage/shared/contracts/enrollment/promotion-routes.ts'
import { getClassRenewals, listRenewalWork } from '@tutelage/shared/contracts/enrollment/renewal-routes.ts'
import { payTuition } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { Stage } from './cast.ts'
import { openClass, titled } from './open-class.ts'
import type { Student } from './second-family.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

const as = 'learningManager'
const learningManagerId = 'stf_demo-learningManager'

/** A class whose term is counted in two days, and one of the next course after it; the student sits in the first. */
export async function beginTerm(stage: Stage, { campusId, studentId }: Student) {
  const { world, nonce } = stage
  const shared = { priceMinor: 20_000, lessonCount: 2, hoursLater: 9 }
  const next = await openClass(stage, {
    ...{ ...shared, title: titled('初三数学', 'Grade 9'), teacherId: `stf_ninth-${nonce}` },
    term: { from: 30, until: 60 },
  })
  // Four weeks before its end is tomorrow.
  const { classGroupId } = await openClass(stage, {
    ...{ ...shared, title: titled('初二数学', 'Grade 8'), teacherId: `stf_eighth-${nonce}` },
    ...{ term: { from: 0, until: 29 }, successorCourseId: next.courseId },
  })
  const seat = { studentId, classGroupId, centihours: 200, learningManagerId }
  const { enrollmentId } = await world.call(enrollStudent, { as, params: { campusId }, body: seat })
  return { next, classGroupId, enrollmentId }
}

/** The term is counted, its families are on a list, and one of them goes on: promoted to the next course, and paid for. */
export async function tellRenewal(
  stage: Stage,
  { campusId, studentId }: Student,
  { next, classGroupId, enrollmentId }: Awaited<ReturnType<typeof beginTerm>>,
): Promise<void> {
  const { world, teller, nonce } = stage
  teller.chapter('The next term')
  const ofClass = { as, params: { campusId, classGroupId } }
  const before = await eventually('the census', async () => {
    const reply = await world.ask('GET', `/enrollment/campuses/${campusId}/class-groups/${classGroupId}/renewals`, {
      as,
    })
    return reply.status === 200 ? await world.call(getClassRenewals, ofClass) : undefined
  })
  so(
    before.counted === 1 && before.open === 1 && before.rateBasisPoints === 0,
    'one is counted, nobody renewed',
    before,
  )
  so(before.items[0]?.studentId === studentId, 'the figure names the student', before.items)
  const toTalkTo = () => world.call(listRenewalWork, { as, params: { campusId }, query: { learningManagerId } })
  const isListed = async () => (await toTalkTo()).items.some((item) => item.studentId === studentId)
  so(await isListed(), 'the family is on the list of its learning manager')
  teller.told('four weeks before its end the term is counted', 'rate 0 %, the student by name, the family on the list')

  const proposals = await world.call(listPromotionProposals, ofClass)
  so(proposals.items[0]?.enrollmentId === enrollmentId, 'a promotion is proposed', proposals)
  const promoted = await world.call(promoteStudent, {
    ...{ as, params: { campusId, enrollmentId }, body: { classGroupId: next.classGroupId, centihours: 200 } },
    key: `promote-${nonce}`,
  })
  const params = { campusId, enrollmentId: promoted.enrollmentId }
  const cash = { amountMinor: 40_000, means: 'cash' as const, reference: `next-${nonce}` }
  await world.call(payTuition, { as: 'frontDesk', params, body: cash })
  await world.told('StudentPromoted', promoted.enrollmentId)
  await world.told('EnrollmentRenewed', studentId)
  const after = await world.call(getClassRenewals, ofClass)
  so(after.renewed === 1 && after.rateBasisPoints === 10_000, 'everybody renewed', after)
  so(!(await isListed()), 'nobody needs to talk to the family any more')
  stage.chronicle.note({
    ...{ what: 'the renewal', as: 'principal', pointer: ['rateBasisPoints'], value: 10_000 },
    path: `/enrollment/campuses/${campusId}/class-groups/${classGroupId}/renewals`,
  })
  teller.told(
    'the student is promoted and the family pays for the next term',
    'StudentPromoted and EnrollmentRenewed on the bus, rate 100 %, off the list',
  )
}
