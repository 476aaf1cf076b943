import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { Service } from '@tutelage/shared/contracts/define-service.ts'
import type { MailPort } from '@tutelage/shared/contracts/mail.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { EventBus } from '@tutelage/shared/data/event-bus.ts'
import type { Table } from '@tutelage/shared/data/table.ts'
import type { BatchResponse } from '@tutelage/shared/lambda/sqs-batch.ts'

/** A bug that stands in the wiring between the services and what they run on; what it leaves out is as it should be. */
export interface Plant {
  /** What a developer had got wrong. */
  readonly bug: string
  readonly table?: (table: Table, service: ServiceName) => Table
  readonly service?: (service: Service<CampusContext>) => Service<CampusContext>
  readonly bus?: (bus: EventBus) => EventBus
  readonly mail?: (mail: MailPort) => MailPort
  /** What the queue hears of a batch. */
  readonly consumed?: (response: BatchResponse) => BatchResponse
}
