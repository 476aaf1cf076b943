import { configureCampus } from '@tutelage/shared/contracts/leads/campus-routes.ts'
import { campusConfigured } from '@tutelage/shared/contracts/leads/events.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { type Operation, onEvent, operation } from '../operations/operation.ts'
import type { School } from '../operations/school.ts'

/** The campus moves to another time zone: it leaves the list of campuses of its old one. */
function moving({ campusId }: School) {
  const { campusId: _, ...settings } = sampleCampus()
  return { as: 'principal', params: { campusId }, body: { ...settings, timeZone: 'Asia/Tokyo' }, ifMatch: 1 } as const
}

/** What deletes something: done once by the service that owns campuses, and heard of by those that keep copies. */
export const movingOperations: readonly Operation[] = [
  operation(configureCampus, moving),
  ...(['enrollment', 'loyalty', 'feedback'] as const).map((service) =>
    onEvent(service, 'move-campus', async (school) => {
      await school.call(configureCampus, moving(school))
      return school.told(campusConfigured)
    }),
  ),
]
