import { type Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Code, IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { HandlerFile } from '../bundle.ts'
import { partnerPatterns, strangerPatterns, subscriptionPatterns } from '../constructs/event-patterns.ts'
import { EventSubscription, eventsTimeout } from '../constructs/event-subscription.ts'
import { OutboxRelay } from '../constructs/outbox-relay.ts'
import type { Place } from '../constructs/place.ts'
import { jobsTimeout, ScheduledJobs } from '../constructs/scheduled-job.ts'
import { requestTimeout, ServiceApi } from '../constructs/service-api.ts'
import { ServiceClock } from '../constructs/service-clock.ts'
import { ServiceFunction } from '../constructs/service-function.ts'
import { ServiceTable } from '../constructs/service-table.ts'
import type { Manifest } from '../manifest.ts'
import { prefixOf, type Settings } from '../settings.ts'
import type { SharedStack } from './shared-stack.ts'

export interface ServiceStackProps extends StackProps {
  readonly settings: Settings
  readonly manifest: Manifest
  readonly shared: SharedStack
  readonly code: (handler: HandlerFile) => Code
  /** Every partner event type that some service takes; given to the one service that quarantines all others. */
  readonly quarantineAllBut?: readonly string[]
}

/** One service: its table, its API, what it hears, what it publishes and what it does by the clock. */
export class ServiceStack extends Stack {
  readonly api: ServiceApi
  readonly #props: ServiceStackProps
  readonly #place: Place
  readonly #table: ServiceTable
  readonly #jobs: ScheduledJobs

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props)
    this.#props = props
    this.#place = {
      prefix: `${prefixOf(props.settings)}-${props.manifest.name}`,
      service: props.manifest.name,
      alarms: props.shared.alarms,
    }
    this.#table = this.#ownTable()
    this.#jobs = new ScheduledJobs(this, 'Jobs', { place: this.#place })
    const clock = new ServiceClock(this, 'Clock', { place: this.#place })
    this.api = this.#answerRequests()
    this.#hearEvents(props.shared.bus, props.shared.partnerBus)
    this.#publishEvents(props.shared.bus, clock)
    this.#doJobs(clock)
  }

  #ownTable(): ServiceTable {
    const tableName = this.#props.settings.restoredTables[this.#props.manifest.name]
    return new ServiceTable(this, `Table${tableName ?? ''}`, { place: this.#place, ...(tableName && { tableName }) })
  }

  #answerRequests(): ServiceApi {
    const { manifest, shared } = this.#props
    const handler = this.#useCases('Api', 'api', { timeout: requestTimeout, memorySize: 1024 })
    const routes = manifest.routes.map((route) => route.contract)
    return new ServiceApi(this, 'Http', { place: this.#place, handler, routes, issuer: shared.issuer })
  }

  #hearEvents(bus: EventBus, partnerBus: EventBus): void {
    const { manifest, quarantineAllBut } = this.#props
    const handler = this.#useCases('Events', 'events', { timeout: eventsTimeout })
    const subscription = new EventSubscription(this, 'Heard', { place: this.#place, handler })
    subscription.hear(bus, subscriptionPatterns(manifest.subscriptions.map(({ contract }) => contract)))
    subscription.hear(partnerBus, partnerPatterns(manifest.partnerSubscriptions.map(({ contract }) => contract.name)))
    if (quarantineAllBut) subscription.hear(partnerBus, strangerPatterns(quarantineAllBut))
  }

  #publishEvents(bus: EventBus, clock: ServiceClock): void {
    const [code, environment] = [this.#props.code('relay'), this.#environment()]
    new OutboxRelay(this, 'Outbox', { place: this.#place, table: this.#table, bus, clock, code, environment })
  }

  #doJobs(clock: ServiceClock): void {
    const { manifest, settings } = this.#props
    const handler = this.#useCases('DoJobs', 'jobs', { timeout: jobsTimeout })
    this.#table.allowIndexes(handler, 'due')
    this.#jobs.schedule(clock, manifest.jobs, settings.timeZones)
    this.#jobs.workedOnBy(handler)
  }

  /** A function that runs use cases: on the table and its lookup index, and by mail if the service sends any. */
  #useCases(id: string, called: HandlerFile, given: { timeout: Duration; memorySize?: number }): IFunction {
    const [code, environment] = [this.#props.code(called), this.#environment()]
    const handler = new ServiceFunction(this, id, { place: this.#place, called, code, environment, ...given })
    this.#table.allowUseCases(handler, 'lookup')
    const { mail } = this.#props.settings
    if (mail && this.#props.manifest.sendsMail && called !== 'api') this.#allowMail(handler, mail)
    return handler
  }

  #allowMail(handler: IFunction, mail: { readonly identity: string; readonly from: string }): void {
    const identityArn = this.formatArn({ service: 'ses', resource: 'identity', resourceName: mail.identity })
    handler.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [identityArn],
        conditions: { StringEquals: { 'ses:FromAddress': mail.from } },
      }),
    )
  }

  #environment(): Record<string, string> {
    const { settings, manifest, shared } = this.#props
    return {
      SERVICE: manifest.name,
      STAGE: settings.stage,
      LOG_LEVEL: settings.logLevel,
      PUBLIC_URL: settings.publicUrl,
      TABLE_NAME: this.#table.tableName,
      BUS_NAME: shared.bus.eventBusName,
      JOBS_QUEUE_URL: this.#jobs.queue.queueUrl,
      ...(settings.mail && manifest.sendsMail && { MAIL_FROM: settings.mail.from }),
    }
  }
}
