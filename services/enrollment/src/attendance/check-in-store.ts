import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import * as z from 'zod'
import { type CheckIn, proposedStatus } from './check-in.ts'
import type { LoadedSheet } from './lesson-state.ts'
import { attendancePolicy } from './policy.ts'

const checkInItem = defineItem('checkIn', () =>
  z.object({ lessonId: idField('lesson'), studentId: idField('student'), checkedInAt: instantField() }),
)

const partition = ({ lessonId }: Pick<CheckIn, 'lessonId'>): string => `LESSON#${lessonId}`
const checkInKey = ({ campus }: CampusContext, checkIn: Pick<CheckIn, 'lessonId' | 'studentId'>): ItemKey =>
  campusKey(campus, partition(checkIn), `CHECKIN#${checkIn.studentId}`)

export const findCheckIn = async (
  context: CampusContext,
  checkIn: Pick<CheckIn, 'lessonId' | 'studentId'>,
): Promise<Stored<CheckIn> | undefined> => checkInItem.find(await context.table.get(checkInKey(context, checkIn)))

/** @param version as it was read, or 0 for the first of a student in a lesson */
export const writeCheckIn = (context: CampusContext, { value, version }: Stored<CheckIn>): Write =>
  checkInItem.write(checkInKey(context, value), value, { version })

/** What check-ins propose for those on a sheet who are not marked, by student id. Rule: E6. */
export async function loadProposals(context: CampusContext, { lesson, seats, guests, marks }: LoadedSheet) {
  const pk = campusPartition(context.campus, partition(lesson.value))
  const [found, policy] = await Promise.all([
    readAll(context.table, checkInItem, { pk, sk: { beginsWith: 'CHECKIN#' } }),
    attendancePolicy.load(context),
  ])
  const marked = new Set(marks.map(({ studentId }) => studentId))
  const onSheet = new Map([...guests, ...seats].map((seat) => [seat.studentId, 'missed' in seat]))
  return found.flatMap(({ value: checkIn }) => {
    const { studentId, checkedInAt } = checkIn
    const isGuest = onSheet.get(studentId)
    if (isGuest === undefined || marked.has(studentId)) return []
    const { lateAfterMinutes } = policy
    return [{ studentId, status: proposedStatus(checkIn, lesson.value, { lateAfterMinutes, isGuest }), checkedInAt }]
  })
}
