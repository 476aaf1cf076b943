import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import { readMany } from './read-many.ts'
import type { StudentClasses } from './student-classes.ts'

const studentClassesItem = defineItem('studentClasses', () =>
  z.object({
    classes: z.array(z.object({ classGroupId: idField('classGroup'), lessonCount: z.int() })),
    guestAt: z
      .array(
        z.object({
          lessonId: idField('lesson'),
          classGroupId: idField('classGroup'),
          startsAt: instantField(),
          endsAt: instantField(),
        }),
      )
      .optional(),
  }),
)

const studentClassesKey = ({ campus }: CampusContext, studentId: StudentId): ItemKey =>
  campusKey(campus, `STUDENT#${studentId}`, 'CLASSES')

/** The classes of some students, in the order asked; of who sits in none, nothing of version 0. */
export async function loadStudentClasses(
  context: CampusContext,
  studentIds: readonly StudentId[],
): Promise<readonly Stored<StudentClasses>[]> {
  const keys = studentIds.map((studentId) => studentClassesKey(context, studentId))
  const items = await readMany(context.table, keys)
  return studentIds.map((studentId, at) => {
    const stored = studentClassesItem.find(items[at])
    const { classes = [], guestAt = [] } = stored?.value ?? {}
    return { value: { studentId, classes, guestAt }, version: stored?.version ?? 0 }
  })
}

/** The commit fails when the student took or gave up a seat since their classes were read. */
export const checkStudentClasses = (context: CampusContext, { value, version }: Stored<StudentClasses>): Write => ({
  op: 'check',
  key: studentClassesKey(context, value.studentId),
  when: version === 0 ? 'absent' : { version },
})

/** @param version as it was read: two seats of one student taken at once meet here */
export function writeStudentClasses(context: CampusContext, { value, version }: Stored<StudentClasses>): Write {
  const { studentId, classes, guestAt } = value
  const kept = { classes: [...classes], ...(guestAt.length > 0 && { guestAt: [...guestAt] }) }
  return studentClassesItem.write(studentClassesKey(context, studentId), kept, { version })
}
