import { type Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { configureCampus } from '../../packages/shared/src/contracts/leads/campus-routes.ts'
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
import type { Manifest } from '../manifests.ts'
import { prefixOf, type Settings } from '../settings.ts'
import { writeRights } from '../write-rights.ts'
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

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props)
    this.#props = props
    this.#place = {
      prefix: `${prefixOf(props.settings)}-${props.manifest.name}`,
      service: props.manifest.name,
      alarms: props.shared.alarms,
      logLevel: props.settings.logLevel,
    }
    this.#table = this.#ownTable()
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
    const { manifest, shared, settings } = this.#props
    const handler = this.#useCases('Api', 'api', { timeout: requestTimeout, memorySize: 1024 })
    const routes = manifest.routes.map((route) => route.contract)
    // A campus in any other zone would get no daily job.
    if (routes.some(({ id }) => id === configureCampus.id)) {
      handler.addEnvironment('TIME_ZONES', settings.timeZones.join(','))
    }
    return new ServiceApi(this, 'Http', { place: this.#place, handler, routes, issuer: shared.issuer })
  }

  #hearEvents(bus: EventBus, partnerBus: EventBus): void {
    const { manifest, quarantineAllBut } = this.#props
    const handler = this.#useCases('Events', 'events', { timeout: eventsTimeout })
    const subscription = new EventSubscription(this, 'Heard', { place: this.#place, handler })
    subscription.hear(bus, subscriptionPatterns(manifest.subscriptions.map(({ contract }) => contract)))
    subscription.hear(partnerBus, partnerPatterns(manifest.partnerSubscriptions.map(({ contract }) => contract.name)))
    if (quarantineAllBut) subscription.hear(partnerBus, strangerPatterns(quarantineAllBut))
    this.#allowMail(handler)
  }

  #publishEvents(bus: EventBus, clock: ServiceClock): void {
    const environment = { ...this.#environment(), BUS_NAME: bus.eventBusName }
    const code = this.#props.code('relay')
    new OutboxRelay(this, 'Outbox', { place: this.#place, table: this.#table, bus, clock, code, environment })
  }

  #doJobs(clock: ServiceClock): void {
    const { manifest, settings } = this.#props
    const jobs = new ScheduledJobs(this, 'Jobs', { place: this.#place })
    jobs.schedule(clock, manifest.jobs, settings.timeZones)
    const handler = this.#useCases('DoJobs', 'jobs', { timeout: jobsTimeout })
    handler.addEnvironment('JOBS_QUEUE_URL', jobs.queue.queueUrl)
    jobs.workedOnBy(handler)
    if (manifest.jobs.some(({ kind }) => kind === 'due')) this.#table.allowIndexes(handler, 'due')
    this.#allowMail(handler)
  }

  /** A function that runs use cases, on the table and its lookup index. */
  #useCases(id: string, called: HandlerFile, given: { timeout: Duration; memorySize?: number }): ServiceFunction {
    const [code, environment] = [this.#props.code(called), this.#environment()]
    const handler = new ServiceFunction(this, id, { place: this.#place, called, code, environment, ...given })
    this.#table.allowUseCases(handler, writeRights[this.#props.manifest.name][called] ?? [])
    return handler
  }

  /** Lets a function send mail from the stage's one sender, if any capability of the service sends mail. */
  #allowMail(handler: ServiceFunction): void {
    const { settings, manifest } = this.#props
    if (!settings.mail || !manifest.sendsMail) return
    handler.addEnvironment('MAIL_FROM', settings.mail.from)
    handler.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [this.formatArn({ service: 'ses', resource: 'identity', resourceName: settings.mail.identity })],
        conditions: { StringEquals: { 'ses:FromAddress': settings.mail.from } },
      }),
    )
  }

  /** What every function is told; the rest only those that may use it. */
  #environment(): Record<string, string> {
    return { TABLE_NAME: this.#table.tableName, PUBLIC_URL: this.#props.settings.publicUrl }
  }
}
