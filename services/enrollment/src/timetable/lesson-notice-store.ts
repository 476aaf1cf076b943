import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'

/** The due job: the families of a lesson that was changed are told. */
export const noticeJob = 'tell-lesson-changed'

const noticeItem = defineItem('lessonNotice', () =>
  z.object({
    lessonId: idField('lesson'),
    /** When the lesson began and ended, as the families know it; notices of before this was kept do not say the end. */
    wasAt: instantField(),
    wasUntil: instantField().optional(),
    /** The version of the lesson that the change made. */
    change: z.int(),
    /** Who makes a lesson up in it. */
    guests: z.array(idField('student')).readonly(),
    /** Up to which student's family it was told; absent when nobody was yet. */
    toldUpTo: z.string().optional(),
  }),
)
/** What the families of a lesson are still to be told of. */
export type LessonNotice = ReturnType<typeof noticeItem.read>['value']

const noticeKey = ({ campus }: CampusContext, lessonId: Id<'lesson'>): ItemKey =>
  campusKey(campus, `LESSON#${lessonId}`, 'NOTICE')

export const findNotice = async (
  context: CampusContext,
  lessonId: Id<'lesson'>,
): Promise<Stored<LessonNotice> | undefined> => noticeItem.find(await context.table.get(noticeKey(context, lessonId)))

/** The notice that the due index points to. */
export const findNoticeAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<LessonNotice> | undefined> => noticeItem.find(await table.get({ pk, sk }))

/** Keeps what is to be told next, from now on. */
export function writeNotice(context: CampusContext, { value, version }: Stored<LessonNotice>): Write {
  const key = noticeKey(context, value.lessonId)
  const indexes = dueAttributes(context.campus, { job: noticeJob, at: context.now, key })
  return noticeItem.write(key, value, { version, indexes })
}

/** Everybody was told, or there is nothing to tell any more. */
export const removeNotice = (context: CampusContext, { value, version }: Stored<LessonNotice>): Write => ({
  op: 'delete',
  key: noticeKey(context, value.lessonId),
  when: { version },
})
