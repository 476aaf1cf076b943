import { randomUUID } from 'node:crypto'
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
import { captureLead } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { listProgressCards } from '@tutelage/shared/contracts/loyalty/progress-card-routes.ts'
import { dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import type { World } from '../story/world.ts'

const campusId = idField('campus').parse('cam_demo-east')
const params = { campusId }
const as = 'principal'
const titled = (en: string) => ({ 'zh-CN': en, en })
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** From posting until it is so; asked again at once, so that the answer is as fresh as a request takes. */
async function timed(post: () => Promise<unknown>, isSo: () => Promise<boolean>, patienceMs = 20_000): Promise<number> {
  const from = performance.now()
  await post()
  while (!(await isSo())) {
    if (performance.now() - from > patienceMs) throw new Error('the last effect of an event never came')
  }
  return performance.now() - from
}

const post = (world: World, type: string, at: Date, data: unknown): Promise<string> =>
  world.putEvent({
    ...{ bus: 'tutelage-local-partners', source: 'partner.prt_demo', type },
    detail: { id: randomUUID(), campusId, occurredAt: at.toISOString(), data },
  })

async function openClass(world: World, now: number, lessonCount: number) {
  const { courseId } = await world.call(createCourse, {
    ...{ as, params },
    body: { title: titled('Maths'), subject: 'maths', level: 8 },
  })
  const term = { title: titled('Term'), startsOn: dayOf(now), endsOn: dayOf(now + 90 * dayMs) }
  const { termId } = await world.call(createTerm, { as, params, body: term })
  const price = { effectiveFrom: dayOf(now - dayMs), amountMinor: 20_000, perCentihours: 100 }
  await world.call(addListPrice, { as, params: { campusId, courseId }, body: price })
  const group = { title: titled('Class'), courseId, termId, kind: 'regular' as const, teacherId: 'stf_bench-teacher' }
  const sizes = { capacity: 20, lessonCount, centihoursPerLesson: 100, teacherRateMinor: 15_000 }
  const { classGroupId } = await world.call(createClassGroup, { as, params, body: { ...group, ...sizes } })
  return classGroupId
}

/** A student in a class whose lessons are all over, but not marked. */
async function taughtStudent(world: World, lessonCount: number) {
  const now = (await world.now()).getTime()
  const guardian = { name: 'Bench', phone: '13800138999', language: 'en' as const }
  const lead = { channel: 'phone' as const, guardian, student: { name: 'Bench' }, lawfulBasis: 'consent' as const }
  const { studentId } = await world.call(captureLead, { as, params, body: lead })
  const classGroupId = await openClass(world, now, lessonCount)
  const lessonIds: string[] = []
  for (let from = 0; from < lessonCount; from += 10) {
    const lessons = Array.from({ length: Math.min(10, lessonCount - from) }, (_, n) => {
      const startsAt = now + hourMs + (from + n) * 2 * hourMs
      return { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(startsAt + hourMs).toISOString() }
    })
    const call = { as, params: { campusId, classGroupId }, body: { lessons } }
    lessonIds.push(...(await world.call(scheduleLessons, call)).lessons.map(({ lessonId }) => lessonId))
  }
  await world.settle()
  const seat = { studentId, classGroupId, centihours: lessonCount * 100 }
  const { enrollmentId, priceMinor } = await world.call(enrollStudent, { as, params, body: seat })
  const receipt = { amountMinor: priceMinor ?? 0, means: 'cash' as const, reference: 'bench' }
  await world.call(payTuition, { as, params: { campusId, enrollmentId }, body: receipt })
  await world.wind(2 * hourMs * (lessonCount + 1))
  await world.settle()
  return { studentId, lessonIds }
}

/**
 * A card reader's LessonAttended on the partner bus: enrollment takes the mark and tells it, loyalty stamps the student's card.
 * @returns ms from PutEvents to the stamp, for each lesson
 */
export async function attendedToStamp(world: World, lessonCount: number): Promise<readonly number[]> {
  const { studentId, lessonIds } = await taughtStudent(world, lessonCount)
  const stamps = async (): Promise<number> => {
    const { items } = await world.call(listProgressCards, {
      as,
      params: { campusId, studentId },
      query: { limit: '100' },
    })
    return items.reduce((sum, { stamped, stampedOnIssue }) => sum + stamped - stampedOnIssue, 0)
  }
  const took: number[] = []
  for (const lessonId of lessonIds) {
    const before = await stamps()
    const at = await world.now()
    const data = { lessonId, studentId, status: 'attended' }
    took.push(
      await timed(
        () => post(world, 'LessonAttended', at, data),
        async () => (await stamps()) > before,
      ),
    )
    await world.settle()
  }
  return took
}

/**
 * A web form's LeadCaptured on the partner bus: leads captures and assigns it, and the post office mails its consultant.
 * @returns ms from PutEvents to the mail, for each lead
 */
export async function capturedToMail(world: World, count: number): Promise<readonly number[]> {
  const mails = async (): Promise<number> => (await world.mailsTo('@tutelage.test')).length
  const took: number[] = []
  for (let n = 0; n < count; n += 1) {
    const before = await mails()
    const at = await world.now()
    const guardian = { name: 'Bench', phone: `139${String(10_000_000 + n)}` }
    const data = { guardian, student: { name: 'Bench' }, lawfulBasis: 'consent' }
    took.push(
      await timed(
        () => post(world, 'LeadCaptured', at, data),
        async () => (await mails()) > before,
      ),
    )
    await world.settle()
  }
  return took
}
