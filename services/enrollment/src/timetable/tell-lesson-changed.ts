import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { listSeats } from '../enrolling/enrollment-store.ts'
import type { Lesson } from './lesson.ts'
import { findNoticeAt, type LessonNotice, removeNotice, writeNotice } from './lesson-notice-store.ts'
import { loadLesson } from './lesson-store.ts'

/** As many families of a class as one commit tells, beside its few guests. */
const familiesAtOnce = 50

/** What is told of a lesson as it stands now. */
interface Changed {
  readonly notice: LessonNotice
  readonly lesson: Lesson
  readonly classGroup: ClassGroup
}

function message(
  context: CampusContext,
  { notice, lesson, classGroup: { title } }: Changed,
  studentId: StudentId,
): NewEvent {
  const { lessonId, wasAt, change } = notice
  const { startsAt, endsAt } = lesson
  const isOff = lesson.status === 'cancelled'
  const template = isOff ? 'lessonCalledOff' : 'lessonMoved'
  const params = { 'title.zh-CN': title['zh-CN'], 'title.en': title.en, wasAt, ...(!isOff && { startsAt, endsAt }) }
  return requestMessage(context, {
    occasion: `${template}:${lessonId}:${change}:${studentId}`,
    category: 'service',
    template,
    recipient: { studentId },
    params,
    notAfter: isOff || wasAt > startsAt ? wasAt : startsAt,
  })
}

/**
 * Tells the families of a lesson that it was moved or cancelled, each once for a change: its guests and the class, some at a time; the
 * notice keeps up to whom.
 * @param key of the notice, from the due index, which may be behind
 * @returns how many families were told now
 * Rule: E2.
 */
export async function tellLessonChanged(key: ItemKey, context: CampusContext) {
  const stored = await findNoticeAt(context, key)
  if (!stored) return accept({ told: 0 })
  const { value: notice } = stored
  const { value: lesson } = await loadLesson(context, notice.lessonId)
  const page = { limit: familiesAtOnce, cursor: notice.toldUpTo }
  const { items, nextCursor } = await listSeats(context, lesson.classGroupId, page)
  const seated = items.filter(({ value }) => !value.leftAt).map(({ value }) => value.studentId)
  const students = new Set([...(notice.toldUpTo === undefined ? notice.guests : []), ...seated])
  const changed = { notice, lesson, classGroup: await loadClassGroup(context, lesson.classGroupId) }
  const events = [...students].map((studentId) => message(context, changed, studentId))
  const next = { ...stored, value: { ...notice, toldUpTo: nextCursor } }
  const writes = [nextCursor === undefined ? removeNotice(context, stored) : writeNotice(context, next)]
  return accept(await context.commit({ writes, events, answer: { told: events.length } }))
}
