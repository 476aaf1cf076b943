import { Duration, Validations } from 'aws-cdk-lib'
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Place } from './place.ts'
import { alarmPeriod, raiseAlarm } from './raise-alarm.ts'

/** A message is given this many chances before it is set aside. */
const maxReceives = 5

const sealed = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } satisfies QueueProps

export interface PlacedQueueProps extends QueueProps {
  readonly place: Place
  /** The queue's name within the service: `events`. */
  readonly called: string
}

/** Where what could not be done waits for a person, two weeks at most; alarms with the first message. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, { place, called, ...given }: PlacedQueueProps) {
    super(scope, id, {
      queueName: `${place.prefix}-${called}-dlq`,
      retentionPeriod: Duration.days(14),
      ...sealed,
      ...given,
    })
    raiseAlarm(this, `${called}-dlq`, place, {
      metric: this.metricApproximateNumberOfMessagesVisible({ period: alarmPeriod, statistic: 'Maximum' }),
      means: `Something of ${place.service} was given up: docs/operations/redrive-a-dlq.md`,
    })
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself a dead-letter queue: of a queue, a schedule, a rule target or a stream',
    })
  }
}

export interface WorkQueueProps extends PlacedQueueProps {
  /** Time-out of the function that works on it; a message stays hidden six times as long, as Lambda asks. */
  readonly handlerTimeout: Duration
}

/** A queue that a function works on, with its dead letters and an alarm when work piles up. */
export class WorkQueue extends Queue {
  readonly deadLetters: DeadLetterQueue

  constructor(scope: Construct, id: string, { place, called, handlerTimeout, ...given }: WorkQueueProps) {
    const deadLetters = new DeadLetterQueue(scope, `${id}DeadLetters`, { place, called })
    super(scope, id, {
      queueName: `${place.prefix}-${called}`,
      visibilityTimeout: Duration.seconds(handlerTimeout.toSeconds() * 6),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: maxReceives },
      ...sealed,
      ...given,
    })
    this.deadLetters = deadLetters
    raiseAlarm(this, `${called}-age`, place, {
      metric: this.metricApproximateAgeOfOldestMessage({ period: alarmPeriod, statistic: 'Maximum' }),
      threshold: Duration.minutes(30).toSeconds(),
      means: `Work of ${place.service} has waited for half an hour: docs/operations/alarms.md`,
    })
  }
}
