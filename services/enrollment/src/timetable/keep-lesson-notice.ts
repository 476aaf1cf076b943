import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { loadGuests } from '../make-up/guest-store.ts'
import type { Lesson } from './lesson.ts'
import { findNotice, removeNotice, writeNotice } from './lesson-notice-store.ts'

/** Whether the families have to know: of what is over, or where it always was, there is nothing to tell. */
function isNews({ now }: CampusContext, before: Lesson, after: Lesson): boolean {
  const isSame = after.status !== 'cancelled' && before.startsAt === after.startsAt && before.endsAt === after.endsAt
  return !isSame && (before.startsAt > now || after.startsAt > now)
}

/**
 * Notes that the families of a lesson are to be told that it was moved or cancelled. A change before all of them heard of the last one
 * takes its place: everybody is told where the lesson is now, from when they knew it to be; nobody, when nobody was told and it
 * begins and ends again as they know it.
 * @param before as it was read
 * Rule: E2.
 */
export async function noteChange(
  context: CampusContext,
  { value: before, version }: Stored<Lesson>,
  after: Lesson,
): Promise<readonly Write[]> {
  if (!isNews(context, before, after)) return []
  const { lessonId } = before
  const [known, [booked]] = await Promise.all([findNotice(context, lessonId), loadGuests(context, [lessonId])])
  const { wasAt, wasUntil } = known?.value ?? { wasAt: before.startsAt, wasUntil: before.endsAt }
  const isBack = after.status !== 'cancelled' && after.startsAt === wasAt && after.endsAt === wasUntil
  if (known && isBack && known.value.toldUpTo === undefined) return [removeNotice(context, known)]
  const guests = [...new Set([...(known?.value.guests ?? []), ...(booked?.value ?? []).map((one) => one.studentId)])]
  const notice = { lessonId, wasAt, wasUntil, change: version + 1, guests }
  return [writeNotice(context, { value: notice, version: known?.version ?? 0 })]
}
