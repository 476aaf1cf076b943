import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { channelField, idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import { birthdayField } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { DayOfYear } from './day-of-year.ts'

const birthdaySchema = whenAsked(() =>
  z.object({
    studentId: idField('student'),
    householdId: idField('household'),
    birthday: birthdayField(),
    provenance: z.object({ collectedAt: instantField(), channel: channelField(), collectedBy: z.string() }),
  }),
)
/** When a student celebrates, and where that is known from: a person item, erased with the person. */
export type StudentBirthday = z.output<ReturnType<typeof birthdaySchema>>

const birthdayItem = defineItem('birthday', birthdaySchema)
const changeItem = defineItem('birthdayChange', () =>
  z.object({
    before: birthdayField().optional(),
    after: birthdayField(),
    changedAt: instantField(),
    changedBy: z.object({ kind: z.string(), id: z.string() }),
  }),
)

const birthdayKey = ({ campus }: CampusContext, studentId: StudentId) =>
  campusKey(campus, `PERSON#${studentId}`, 'BIRTHDAY')
const changeKey = ({ campus }: CampusContext, studentId: StudentId, version: number) =>
  campusKey(campus, `PERSON#${studentId}`, `BIRTHDAY_CHANGE#${String(version).padStart(8, '0')}`)
const dayPartition = ({ campus }: CampusContext, { calendar, month, day }: DayOfYear): string =>
  campusPartition(campus, `BIRTHDAYS#${calendar}#${month}-${day}`)

export const readBirthday = async (
  context: CampusContext,
  studentId: StudentId,
): Promise<Stored<StudentBirthday> | undefined> =>
  birthdayItem.find(await context.table.get(birthdayKey(context, studentId)))

/** Replaces the birthday, files it under its day of the year, and keeps who changed what from what. */
export function writeBirthday(
  context: CampusContext,
  after: StudentBirthday,
  before: Stored<StudentBirthday> | undefined,
): Write[] {
  const { studentId, birthday } = after
  const version = before?.version ?? 0
  const indexes = { lookupPk: dayPartition(context, birthday), lookupSk: studentId }
  const change = {
    before: before?.value.birthday,
    after: birthday,
    changedAt: context.now,
    changedBy: { ...context.scope.actor },
  }
  return [
    birthdayItem.write(birthdayKey(context, studentId), after, { version, indexes }),
    changeItem.write(changeKey(context, studentId, version + 1), change, { version: 0 }),
  ]
}

/**
 * One page of the birthdays filed under a day of the year, read again by their keys since the index may lag.
 * @param page limit at most 100
 */
export async function birthdaysFiledUnder(context: CampusContext, day: DayOfYear, request: PageRequest) {
  const pk = dayPartition(context, day)
  const page = await readPage(context.table, birthdayItem, { ...request, index: 'lookup', pk })
  const keys = page.items.map(({ value }) => birthdayKey(context, value.studentId))
  const current = await context.table.getMany(keys)
  const items = current.flatMap((item) => birthdayItem.find(item)?.value ?? [])
  return { items, ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) }
}
