import { Duration } from 'aws-cdk-lib'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { type Code, EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { outboxStreamFilter } from '../../packages/shared/src/data/outbox.ts'
import type { Place } from './place.ts'
import { givenUpInto } from './queue-rights.ts'
import { countedBy, raiseAlarm } from './raise-alarm.ts'
import { everyMinute, type ServiceClock } from './service-clock.ts'
import { ServiceFunction } from './service-function.ts'
import type { ServiceTable } from './service-table.ts'
import { DeadLetterQueue } from './work-queue.ts'

export interface OutboxRelayProps {
  readonly place: Place
  readonly table: ServiceTable
  readonly bus: EventBus
  readonly clock: ServiceClock
  /** The bundle that exports `handler` for the stream and `sweep` for the clock. */
  readonly code: Code
  readonly environment: Readonly<Record<string, string>>
}

const timeout = Duration.seconds(60)

/**
 * Brings committed events onto the bus: at once by the table's stream, and each minute by a sweep of what was left.
 * The stream gives up soon, since the sweep does not.
 */
export class OutboxRelay extends Construct {
  readonly #props: OutboxRelayProps

  constructor(scope: Construct, id: string, props: OutboxRelayProps) {
    super(scope, id)
    this.#props = props
    this.#followStream()
    this.#sweepEachMinute()
    raiseAlarm(this, 'publishing-failing', props.place, {
      metric: countedBy(props.place, 'RelayFailed'),
      periods: 3,
      means: `Events of ${props.place.service} go on not being published: docs/operations/alarms.md`,
    })
  }

  #publisher(id: string, called: 'relay' | 'sweep', given: { deadLetterQueue?: DeadLetterQueue }): ServiceFunction {
    const { place, table, bus, code, environment } = this.#props
    const entry = called === 'sweep' ? 'sweep' : 'handler'
    const memorySize = 256
    const own = new ServiceFunction(this, id, {
      place,
      called,
      entry,
      code,
      environment,
      timeout,
      memorySize,
      ...given,
    })
    bus.grantPutEventsTo(own)
    table.allowItems(own, 'PutItem')
    return own
  }

  #followStream(): void {
    const { place, table } = this.#props
    const relay = this.#publisher('Relay', 'relay', {})
    const eventSourceArn = table.tableStreamArn ?? ''
    const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']
    relay.addToRolePolicy(
      new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [eventSourceArn] }),
    )
    new EventSourceMapping(this, 'Stream', {
      target: relay,
      eventSourceArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: [FilterCriteria.filter(outboxStreamFilter)],
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 10,
      onFailure: givenUpInto(new DeadLetterQueue(this, 'RelayDeadLetters', { place, called: 'relay' })),
    })
  }

  #sweepEachMinute(): void {
    const { place, table, clock } = this.#props
    const deadLetterQueue = new DeadLetterQueue(this, 'SweepDeadLetters', { place, called: 'sweep' })
    const sweep = this.#publisher('Sweep', 'sweep', { deadLetterQueue })
    table.allowItems(sweep, 'BatchGetItem')
    table.allowIndexes(sweep, 'due')
    clock.run('sweep', everyMinute, sweep, deadLetterQueue)
  }
}
