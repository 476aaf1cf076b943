import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import type { Danger } from './danger.ts'

/**
 * Tells a learning manager that a danger is theirs; once for each version of the danger that makes it so.
 * @param changed the danger with the version that this change gives it
 * Rule: Y14.
 */
export const dangerTask = (context: CampusContext, { value, version }: Stored<Danger>, to: StaffId): NewEvent =>
  requestMessage(context, {
    occasion: `dangerTask:${value.dangerId}:${version}`,
    category: 'staff',
    template: 'dangerTask',
    recipient: { staffId: to },
    params: {
      dangerId: value.dangerId,
      studentId: value.studentId,
      reasons: value.reasons.map(({ reason }) => reason).join(','),
    },
  })
