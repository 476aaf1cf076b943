import { Aws, Duration } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Place } from './place.ts'

/** When a schedule goes off: a cron or rate expression, in UTC unless a zone is named. */
export interface Moment {
  readonly expression: string
  readonly timeZone?: string
}

/** `HH:mm` each day, as people in that zone read the clock. */
export function dailyAt(at: string, timeZone: string): Moment {
  const [hour, minute] = at.split(':').map(Number)
  return { expression: `cron(${minute} ${hour} * * ? *)`, timeZone }
}

export const everyMinute: Moment = { expression: 'rate(1 minute)' }

/** A service's schedules, in one group, with one role that reaches their targets and nothing else. */
export class ServiceClock extends Construct {
  readonly #group: CfnScheduleGroup
  readonly #role: Role

  constructor(scope: Construct, id: string, { place }: { readonly place: Place }) {
    super(scope, id)
    this.#group = new CfnScheduleGroup(this, 'Group', { name: place.prefix })
    const ownGroup = { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': this.#group.attrArn }
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com').withConditions({ StringEquals: ownGroup }),
      description: `What the schedules of ${place.prefix} may reach`,
    })
  }

  /** Puts a message into the queue each time; a day's worth of attempts, then it is a dead letter. */
  tell(name: string, moment: Moment, queue: IQueue, deadLetters: IQueue, message: object): void {
    this.#allow('sqs:SendMessage', queue.queueArn, deadLetters.queueArn)
    this.#schedule(name, moment, { arn: queue.queueArn, input: JSON.stringify(message) }, deadLetters, Duration.days(1))
  }

  /** Runs the function each time; what could not be run within five minutes is a dead letter, the next run catches up. */
  run(name: string, moment: Moment, handler: IFunction, deadLetters: IQueue): void {
    this.#allow('lambda:InvokeFunction', handler.functionArn)
    this.#allow('sqs:SendMessage', deadLetters.queueArn)
    this.#schedule(name, moment, { arn: handler.functionArn }, deadLetters, Duration.minutes(5))
  }

  #allow(action: string, ...resources: string[]): void {
    this.#role.addToPolicy(new PolicyStatement({ actions: [action], resources }))
  }

  #schedule(
    name: string,
    moment: Moment,
    target: { arn: string; input?: string },
    dead: IQueue,
    maxAge: Duration,
  ): void {
    new CfnSchedule(this, name, {
      name,
      groupName: this.#group.ref,
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: moment.expression,
      scheduleExpressionTimezone: moment.timeZone ?? 'UTC',
      target: {
        ...target,
        roleArn: this.#role.roleArn,
        deadLetterConfig: { arn: dead.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: maxAge.toSeconds(), maximumRetryAttempts: 185 },
      },
    })
  }
}
