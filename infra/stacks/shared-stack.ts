import { Aws, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { CfnEventBusPolicy, EventBus, Match } from 'aws-cdk-lib/aws-events'
import { AccountPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { CfnConfigurationSet, CfnEmailIdentity } from 'aws-cdk-lib/aws-ses'
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { partnerPrefix } from '../constructs/event-patterns.ts'
import type { TokenIssuer } from '../constructs/service-api.ts'
import { StaffPool } from '../constructs/staff-pool.ts'
import { prefixOf, type Settings } from '../settings.ts'

export interface SharedStackProps extends StackProps {
  readonly settings: Settings
}

/** Longer than the 35 days of a table's history, so that every event since a restored moment can be replayed. */
const archiveFor = Duration.days(90)

/** What the four services of a stage share: the buses, who staff are, who hears alarms, from where mail comes. */
export class SharedStack extends Stack {
  readonly bus: EventBus
  readonly partnerBus: EventBus
  readonly issuer: TokenIssuer
  readonly alarms: ITopic

  constructor(scope: Construct, id: string, { settings, ...props }: SharedStackProps) {
    super(scope, id, props)
    const prefix = prefixOf(settings)
    this.bus = this.#chainBus(prefix)
    this.partnerBus = this.#partnerBus(prefix, settings.partnerAccounts)
    this.issuer = settings.identity.kind === 'issuer' ? settings.identity : new StaffPool(this, 'Staff', { prefix })
    this.alarms = this.#alarmTopic(prefix, settings.alarmEmail)
    if (settings.mail) this.#mailIdentity(prefix, settings.mail.identity)
  }

  /** Our own events, and an archive of them to replay from. */
  #chainBus(prefix: string): EventBus {
    const bus = new EventBus(this, 'Bus', { eventBusName: `${prefix}-crm`, description: 'Events of the four services' })
    bus.archive('Archive', {
      archiveName: `${prefix}-crm`,
      description: 'Holds ids and figures, never personal data',
      eventPattern: { source: Match.prefix('crm.') },
      retention: archiveFor,
    })
    return bus
  }

  /** Partners' events, each account held to its own source. No archive: what partners post may be personal. */
  #partnerBus(prefix: string, accounts: Settings['partnerAccounts']): EventBus {
    const bus = new EventBus(this, 'PartnerBus', {
      eventBusName: `${prefix}-partners`,
      description: 'What partners post',
    })
    for (const [partnerId, account] of Object.entries(accounts)) {
      const statement = new PolicyStatement({
        principals: [new AccountPrincipal(account)],
        actions: ['events:PutEvents'],
        resources: [bus.eventBusArn],
        conditions: { StringEquals: { 'events:source': `${partnerPrefix}${partnerId}` } },
      })
      const statementId = `partner-${partnerId}`
      const eventBusName = bus.eventBusName
      new CfnEventBusPolicy(this, statementId, { eventBusName, statementId, statement: statement.toStatementJson() })
    }
    return bus
  }

  /** Where CloudWatch says that somebody should look. Its key must be ours: CloudWatch may not use Amazon's. */
  #alarmTopic(prefix: string, email: string | undefined): Topic {
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    })
    const masterKey = new Key(this, 'AlarmKey', { alias: `${prefix}-alarms`, enableKeyRotation: true })
    masterKey.grantEncryptDecrypt(cloudWatch)
    const topic = new Topic(this, 'Alarms', { topicName: `${prefix}-alarms`, masterKey, enforceSSL: true })
    topic.grantPublish(cloudWatch)
    if (email) topic.addSubscription(new EmailSubscription(email))
    return topic
  }

  /** Mail only by TLS; addresses that bounced or complained are not written to again. */
  #mailIdentity(prefix: string, emailIdentity: string): void {
    const set = new CfnConfigurationSet(this, 'MailRules', {
      name: `${prefix}-mail`,
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
      reputationOptions: { reputationMetricsEnabled: true },
      suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    })
    new CfnEmailIdentity(this, 'MailIdentity', {
      emailIdentity,
      configurationSetAttributes: { configurationSetName: set.ref },
    })
  }
}
