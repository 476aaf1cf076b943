import { correctAttendance, markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { getBalance } from '@tutelage/shared/contracts/enrollment/lesson-hours-routes.ts'
import { getTeacherPay } from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import { getLesson } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import { getMember, listMembers } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { listProgressCards } from '@tutelage/shared/contracts/loyalty/progress-card-routes.ts'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import type { Enrolled, Stage } from './cast.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

/** Marks the one student and the teacher of a lesson, after it began. */
export async function markLesson(stage: Stage, enrolled: Enrolled, at: number, status: 'attended' | 'absent') {
  const { world, campusId, nonce } = stage
  const lessonId = enrolled.lessonIds[at]
  so(lessonId !== undefined, 'there is such a lesson', at)
  const lesson = await world.call(getLesson, { as: 'campusManager', params: { campusId, lessonId } })
  const afterwards = new Date(new Date(lesson.endsAt).getTime() + minuteMs)
  if (afterwards > (await world.now())) await world.windTo(afterwards)
  const marking = {
    as: 'campusManager',
    params: { campusId, lessonId },
    body: {
      marks: [{ studentId: enrolled.family.studentId, status }],
      teacher: { staffId: `stf_teacher-${nonce}`, status: 'attended' as const },
    },
    key: `sheet-${nonce}-${at}`,
  }
  const sheet = await world.call(markAttendance, marking)
  so(JSON.stringify(await world.call(markAttendance, marking)) === JSON.stringify(sheet), 'the sheet counts once')
  return { lessonId, lesson, sheet }
}

/** A lesson is attended: hours, pay, points, card and commitments follow, and a correction undoes exactly. */
export async function tellLessons(stage: Stage, enrolled: Enrolled): Promise<void> {
  const { world, teller, campusId, nonce } = stage
  const { family, enrollmentId } = enrolled
  teller.chapter('Lessons')
  const { lesson, lessonId } = await markLesson(stage, enrolled, 0, 'attended')
  const balance = () => world.call(getBalance, { as: 'frontDesk', params: { campusId, enrollmentId } })
  const after = await balance()
  so(after.hours.remainingCentihours === 800, 'two of ten hours are used', after.hours)
  so(after.money.incomeMinor === 40_000 && after.money.prepaidMinor === 160_000, '400 yuan became income', after.money)
  const month = lesson.startsAt.slice(0, 7)
  const pay = () =>
    world.call(getTeacherPay, {
      as: 'finance',
      params: { campusId, teacherId: `stf_teacher-${nonce}` },
      query: { month },
    })
  so((await pay()).totalMinor === 15_000, 'the teacher earned one lesson', (await pay()).totalMinor)
  teller.told('the first lesson is attended', '2 hours deducted, 400 yuan released to income, 150 yuan teacher pay')

  const correction = { as: 'campusManager', params: { campusId, lessonId, studentId: family.studentId } }
  await world.call(correctAttendance, { ...correction, body: { status: 'cancelledBySchool' } })
  so((await balance()).hours.remainingCentihours === 1_000, 'the correction gives the hours back', await balance())
  await world.call(correctAttendance, { ...correction, body: { status: 'attended' } })
  so((await balance()).hours.remainingCentihours === 800, 'and takes them again', await balance())
  teller.told(
    'the mark is corrected and corrected back',
    `${(await balance()).entries.length} entries explain the balance`,
  )

  const { memberId } = await memberOf(stage, enrolled)
  const card = await eventually('the stamp', async () => {
    const params = { campusId, studentId: family.studentId }
    const { items } = await world.call(listProgressCards, { as: 'frontDesk', params })
    return items.find(({ stamped, stampedOnIssue }) => stamped === stampedOnIssue + 1)
  })
  const member = await eventually('the pending points', async () => {
    const found = await world.call(getMember, { as: 'frontDesk', params: { campusId, memberId } })
    return found.points.pending === 2_000 ? found : undefined
  })
  so(member.tier.qualifyingSpendMinor === 200_000, 'the tier counts what was paid', member.tier)
  teller.told(
    'loyalty follows',
    `2,000 points pending, tier ${member.tier.tier}, card ${card.stamped} of ${card.steps}`,
  )
}

export async function memberOf({ world, campusId }: Stage, { family }: Enrolled) {
  const query = { householdId: String(family.householdId) }
  const { items } = await world.call(listMembers, { as: 'frontDesk', params: { campusId }, query })
  so(items[0] !== undefined, 'the household is a member')
  return items[0]
}
