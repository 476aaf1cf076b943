import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { scheduleRecurrence as contract } from '@tutelage/shared/contracts/enrollment/planning-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { readClassGroup } from '../catalogue/catalogue-store.ts'
import { planLessons } from './plan-lessons.ts'
import { timetablePolicy } from './policy.ts'
import { loadProgress } from './progress-store.ts'
import { lessonView } from './read-timetable.ts'
import { type DatedSlot, type Expansion, expandRecurrence } from './recurrence.ts'
import { checkRoomFor, fitting, newLessons, putOn } from './schedule-lessons.ts'

type Body = RequestOf<typeof contract>['body']

/** Without a last day lessons are looked for so far ahead. */
const mostDays = 730

async function expand(context: CampusContext, body: Body, lacking: number): Promise<Expansion> {
  const [{ calendar }, { makeUpDays }] = await Promise.all([loadCampus(context), timetablePolicy.load(context)])
  const until = body.until ?? addDays(body.from, mostDays)
  // A last day alone says how many there are; that the class has room for them is checked then.
  const count = body.count ?? (body.until ? Number.POSITIVE_INFINITY : lacking)
  return expandRecurrence({ weekly: body.weekly, from: body.from, until, count }, calendar, makeUpDays)
}

/** As many of the first lessons as one transaction takes; the lessons of a day stay together. */
function firstPart(slots: readonly DatedSlot[], fits: number): readonly DatedSlot[] {
  const next = slots[fits]
  if (!next) return slots
  const whole = slots.slice(0, fits).filter(({ date }) => date < next.date)
  return whole.length > 0 ? whole : slots.slice(0, fits)
}

/**
 * Gives a class lessons at the same times of each week (see `expandRecurrence`). The whole of it is looked at before anything is
 * written; what one transaction takes is scheduled, all of it or none, and the answer says where to go on with the rest.
 * @returns the lessons and what was skipped; or refuses as `planLessons`, `tooManyLessons` beyond the class's number, `noLessons` when
 * every day is skipped
 * @throws NotFound of the class group
 * Rule: E2, Time.
 */
export async function scheduleRecurrence({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const classGroup = await readClassGroup(context, params.classGroupId)
  const progress = await loadProgress(context, params.classGroupId)
  const lacking = checkRoomFor(classGroup.value, progress.value, body.count ?? 1)
  if (!lacking.ok) return lacking
  const { slots, skipped } = await expand(context, body, lacking.value)
  if (slots.length === 0) return refuse('noLessons', { skipped: skipped.length })
  const room = checkRoomFor(classGroup.value, progress.value, slots.length)
  if (!room.ok) return room
  const all = newLessons(context, classGroup.value, slots)
  const part = firstPart(slots, fitting(all))
  const rest = slots[part.length]
  if (rest) {
    const planned = await planLessons(context, { classGroup, progress, leaving: [], coming: all })
    if (!planned.ok) return planned
  }
  const lessons = all.slice(0, part.length)
  const put = await putOn(context, { classGroup, progress }, lessons)
  if (!put.ok) return put
  const answer = {
    lessons: lessons.map(lessonView),
    skipped: skipped.filter(({ date }) => !rest || date < rest.date),
    ...(rest && { next: { from: rest.date, count: slots.length - part.length } }),
  }
  return accept(await context.commit({ ...put.value, answer }))
}
