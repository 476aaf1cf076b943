import type { ServiceName } from '../packages/shared/src/contracts/define-event.ts'
import type { HandlerFile } from './bundle.ts'

/** What a use case may do to items besides reading and putting them, in DynamoDB's names. */
export type WriteRight = 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem'

/**
 * The functions whose use cases do more than read and put items. `add` needs UpdateItem, `delete` DeleteItem, `check`
 * ConditionCheckItem. test/privileges does everything once and compares: what is missing here or not needed is named.
 */
export const writeRights: Readonly<Record<ServiceName, Partial<Record<HandlerFile, readonly WriteRight[]>>>> = {
  leads: { api: ['UpdateItem', 'DeleteItem'] },
  enrollment: {
    api: ['UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    events: ['UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    jobs: ['UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
  },
  loyalty: { events: ['DeleteItem'] },
  feedback: { events: ['DeleteItem'] },
}
