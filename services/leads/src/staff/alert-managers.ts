import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { readStaff } from './staff-store.ts'

/** What the managers are told; params hold ids and moments only. */
export interface Alert {
  /** What happened, once; each manager's id is added to it. */
  readonly occasion: string
  readonly template: string
  readonly params: Readonly<Record<string, string | number>>
}

/**
 * The messages by which every campus manager of the campus is told something, for a commit's events. Without a manager
 * on the staff list there is nobody to tell: that is logged.
 * Rule: L5, L6.
 */
export async function managerAlerts(context: CampusContext, alert: Alert): Promise<readonly NewEvent[]> {
  const { items } = await readStaff(context, { limit: 1000 })
  const managers = items.map(({ value }) => value).filter(({ roles }) => roles.includes('campusManager'))
  if (managers.length === 0) context.log.warn('no manager to alert', { campusId: context.campus.campusId })
  return managers.map(({ staffId }) =>
    requestMessage(context, {
      ...alert,
      params: { ...alert.params },
      occasion: `${alert.occasion}:${staffId}`,
      category: 'staff',
      recipient: { staffId },
    }),
  )
}
