import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Guest } from '../make-up/guest-store.ts'
import type { Lesson } from './lesson.ts'
import { findNotice, removeNotice, writeNotice } from './lesson-notice-store.ts'

/** Whether the families have to know: of what is over, or where it always was, there is nothing to tell. */
function isNews({ now }: CampusContext, before: Lesson, after: Lesson): boolean {
  const isSame = after.status !== 'cancelled' && before.startsAt === after.startsAt && before.endsAt === after.endsAt
  return !isSame && (before.startsAt > now || after.startsAt > now)
}

/** A lesson before it was moved or cancelled, as it was read, and after. */
interface LessonChange {
  readonly before: Stored<Lesson>
  readonly after: Lesson
  /** As the commit of the change checks or writes them: none may book meanwhile and not be told. */
  readonly guests: readonly Guest[]
}

/**
 * Notes that the families of a lesson are to be told that it was moved or cancelled. A change before all of them heard of the last one
 * takes its place: everybody is told where the lesson is now, from when they knew it to be; nobody, when nobody was told and it
 * begins and ends again as they know it.
 * Rule: E2.
 */
export async function noteChange(
  context: CampusContext,
  { before: { value: before, version }, after, guests: booked }: LessonChange,
): Promise<readonly Write[]> {
  if (!isNews(context, before, after)) return []
  const { lessonId } = before
  const known = await findNotice(context, lessonId)
  const { wasAt, wasUntil } = known?.value ?? { wasAt: before.startsAt, wasUntil: before.endsAt }
  const isBack = after.status !== 'cancelled' && after.startsAt === wasAt && after.endsAt === wasUntil
  if (known && isBack && known.value.toldUpTo === undefined) return [removeNotice(context, known)]
  const guests = [...new Set([...(known?.value.guests ?? []), ...booked.map((one) => one.studentId)])]
  const notice = { lessonId, wasAt, wasUntil, change: version + 1, guests }
  return [writeNotice(context, { value: notice, version: known?.version ?? 0 })]
}
