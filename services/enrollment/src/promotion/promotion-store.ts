import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'

/** A student goes on from a class to the successor course, once: the key says so. */
const promotionItem = defineItem('promotion', () =>
  z.object({
    studentId: idField('student'),
    enrollmentId: idField('enrollment'),
    toEnrollmentId: idField('enrollment'),
    promotedAt: instantField(),
  }),
)
export type Promotion = ReturnType<typeof promotionItem.read>['value']

const partition = (classGroupId: Id<'classGroup'>): string => `CLASSGROUP#${classGroupId}`

/** The commit fails when the student was promoted from this class by then. */
export const addPromotion = ({ campus }: CampusContext, classGroupId: Id<'classGroup'>, promotion: Promotion): Write =>
  promotionItem.write(campusKey(campus, partition(classGroupId), `PROMOTION#${promotion.studentId}`), promotion, {
    version: 0,
  })

/** Who was promoted from a class: as many as sat in it. */
export const loadPromotions = async (
  { table, campus }: CampusContext,
  classGroupId: Id<'classGroup'>,
): Promise<readonly Promotion[]> => {
  const pk = campusPartition(campus, partition(classGroupId))
  return (await readAll(table, promotionItem, { pk, sk: { beginsWith: 'PROMOTION#' } })).map(({ value }) => value)
}
