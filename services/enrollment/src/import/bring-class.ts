import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { classCells } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import type * as z from 'zod'
import { addClassGroup, addTerm, findTerm, writeCourse } from '../catalogue/catalogue-store.ts'
import { checkSeats } from '../catalogue/class-group.ts'
import type { RowAt } from './file-import.ts'
import { addNumbered, findByNumber } from './import-store.ts'
import { minorOf } from './minor-amount.ts'

type Cells = z.output<ReturnType<typeof classCells>>

/** The course of a class: the one that an earlier row brought, or a new one with the class. */
async function courseOf(context: CampusContext, at: RowAt, cells: Cells) {
  const of = { of: 'course', number: cells.courseCode } as const
  const known = await findByNumber(context, 'course', of)
  if (known) return { id: known, writes: [] }
  const courseId = context.ids.next('course')
  const { courseZh, courseEn, subject, level } = cells
  const course = { courseId, title: { 'zh-CN': courseZh, en: courseEn }, subject, level }
  return {
    id: courseId,
    writes: [
      writeCourse(context, course, 0),
      addNumbered(context, { ...of, id: courseId, importId: at.import.importId, row: at.row }, at.import),
    ],
  }
}

/** The same of its term. */
async function termOf(context: CampusContext, at: RowAt, cells: Cells) {
  const of = { of: 'term', number: cells.termCode } as const
  const known = await findByNumber(context, 'term', of)
  if (known) {
    const term = await findTerm(context, known)
    if (!term) throw new Error('a number names a term that is there')
    return { term, writes: [] }
  }
  const termId = context.ids.next('term')
  const { termZh, termEn, termStartsOn: startsOn, termEndsOn: endsOn } = cells
  const term = { termId, title: { 'zh-CN': termZh, en: termEn }, startsOn, endsOn }
  return {
    term,
    writes: [
      addTerm(context, term),
      addNumbered(context, { ...of, id: termId, importId: at.import.importId, row: at.row }, at.import),
    ],
  }
}

/**
 * A class group of an existing school; its course and term come with the first row that names them.
 * @returns what is to be written, or refuses `oneSeatOnly`, `malformed`
 */
export async function planClass(context: CampusContext, at: RowAt, cells: Cells) {
  const seats = checkSeats(cells, cells.capacity)
  if (!seats.ok) return seats
  const rate = minorOf(cells.teacherRate, (await loadCampus(context)).currency)
  if (!rate.ok) return rate
  const course = await courseOf(context, at, cells)
  const { term, writes: ofTerm } = await termOf(context, at, cells)
  const classGroupId = context.ids.next('classGroup')
  const { titleZh, titleEn, kind, horizon, teacherId, capacity, lessonsLeft, hoursPerLesson } = cells
  const classGroup = {
    ...{ classGroupId, title: { 'zh-CN': titleZh, en: titleEn }, courseId: course.id, termId: term.termId },
    ...{ kind, horizon, teacherId, capacity, lessonCount: lessonsLeft },
    centihoursPerLesson: centihours(hoursPerLesson),
    teacherRateMinor: amountMinor(rate.value),
    ...{ seatsTaken: 0, seatsLeft: capacity },
  }
  const writes = [...course.writes, ...ofTerm, ...addClassGroup(context, classGroup, term)]
  return accept({ id: classGroupId, writes, events: [] })
}
