import {
  App,
  aws_apigatewayv2 as api,
  aws_apigatewayv2_authorizers as authorizers,
  CfnOutput,
  aws_cloudfront as cloudfront,
  aws_cognito as cognito,
  Duration,
  aws_dynamodb as dynamodb,
  aws_events as events,
  Fn,
  aws_iam as iam,
  aws_apigatewayv2_integrations as integrations,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_cloudfront_origins as origins,
  RemovalPolicy,
  Stack,
  aws_scheduler as scheduler,
  aws_scheduler_targets as schedulerTargets,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
  aws_events_targets as targets,
} from 'aws-cdk-lib'

/** What a test changes of the sample, to see it refused. */
export interface SampleChange {
  /** The relay's role may not put events. */
  readonly withoutPutEvents?: boolean
  /** The relay's role may not read the table's stream. */
  readonly withoutStreamRead?: boolean
  /** Adds whatever a test wants to see refused. */
  readonly extra?: (stack: Stack) => void
}

/**
 * A small cloud with one of each thing that the local cloud runs: orders are posted to an API, kept in a table, relayed
 * from its stream to a bus, and counted by a consumer behind a queue.
 * @param outdir where the assembly goes
 * @param bundles folder with one folder per function, each with an `index.mjs`
 */
export function sampleApp(outdir: string, bundles: string, change: SampleChange = {}): App {
  const app = new App({ outdir, analyticsReporting: false })
  const shared = new Stack(app, 'Shared')
  const bus = new events.EventBus(shared, 'Bus', { eventBusName: 'orders' })
  bus.archive('Archive', { eventPattern: { account: [shared.account] }, retention: Duration.days(30) })
  const partnerBus = new events.EventBus(shared, 'PartnerBus')
  const pool = new cognito.UserPool(shared, 'Staff', { removalPolicy: RemovalPolicy.DESTROY })
  const client = pool.addClient('Console')

  const stack = new Stack(app, 'Orders')
  const table = new dynamodb.TableV2(stack, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: 'expiresAt',
    dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
    globalSecondaryIndexes: [
      { indexName: 'byDay', partitionKey: { name: 'day', type: dynamodb.AttributeType.STRING } },
    ],
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  })
  const make = (name: string, environment: Record<string, string> = {}, timeout = Duration.seconds(10)) =>
    new lambda.Function(stack, name, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(`${bundles}/${name}`),
      environment: { TABLE_NAME: table.tableName, BUS_NAME: bus.eventBusName, ...environment },
      timeout,
      memorySize: 256,
      logGroup: new logs.LogGroup(stack, `${name}Logs`, { retention: logs.RetentionDays.ONE_MONTH }),
    })

  const orders = make('api')
  table.grantReadWriteData(orders)
  orders.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [stack.formatArn({ service: 'ses', resource: 'identity', resourceName: 'example.com' })],
    }),
  )
  const httpApi = new api.HttpApi(stack, 'Api', {
    corsPreflight: {
      allowOrigins: ['https://console.example.com'],
      allowMethods: [api.CorsHttpMethod.ANY],
      allowHeaders: ['authorization'],
    },
  })
  const authorizer = new authorizers.HttpUserPoolAuthorizer('Jwt', pool, { userPoolClients: [client] })
  const integration = new integrations.HttpLambdaIntegration('Orders', orders)
  httpApi.addRoutes({ path: '/orders/items', methods: [api.HttpMethod.POST], integration, authorizer })
  httpApi.addRoutes({ path: '/orders/items/{id}', methods: [api.HttpMethod.GET], integration, authorizer })
  httpApi.addRoutes({ path: '/orders/public/{proxy+}', methods: [api.HttpMethod.ANY], integration })

  const relayDlq = new sqs.Queue(stack, 'RelayDlq')
  const relay = make('relay')
  if (!change.withoutPutEvents) bus.grantPutEventsTo(relay)
  if (!change.withoutStreamRead) table.grantStreamRead(relay)
  relayDlq.grantSendMessages(relay)
  new lambda.EventSourceMapping(stack, 'RelaySource', {
    target: relay,
    eventSourceArn: table.tableStreamArn ?? '',
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    batchSize: 10,
    bisectBatchOnError: true,
    retryAttempts: 5,
    reportBatchItemFailures: true,
    onFailure: new sources.SqsDlq(relayDlq),
    filters: [
      lambda.FilterCriteria.filter({
        eventName: lambda.FilterRule.isEqual('INSERT'),
        dynamodb: { NewImage: { kind: { S: lambda.FilterRule.isEqual('outbox') } } },
      }),
    ],
  })

  const dlq = new sqs.Queue(stack, 'Dlq')
  const queue = new sqs.Queue(stack, 'Queue', {
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: dlq, maxReceiveCount: 3 },
    enforceSSL: true,
  })
  const consumer = make('consumer')
  table.grantReadWriteData(consumer)
  consumer.addEventSource(
    new sources.SqsEventSource(queue, {
      batchSize: 10,
      maxBatchingWindow: Duration.seconds(1),
      reportBatchItemFailures: true,
    }),
  )
  new events.Rule(stack, 'OrderPlaced', {
    eventBus: bus,
    eventPattern: { source: ['orders'], detailType: ['OrderPlaced'] },
    targets: [new targets.SqsQueue(queue, { deadLetterQueue: dlq, maxEventAge: Duration.hours(2), retryAttempts: 2 })],
  })
  new events.Rule(stack, 'Partner', {
    eventBus: partnerBus,
    eventPattern: { source: events.Match.prefix('partner.') },
    targets: [new targets.SqsQueue(queue)],
  })

  const jobs = new scheduler.ScheduleGroup(stack, 'Jobs')
  new scheduler.Schedule(stack, 'Daily', {
    scheduleGroup: jobs,
    schedule: scheduler.ScheduleExpression.expression('cron(0 8 * * ? *)', undefined),
    target: new schedulerTargets.SqsSendMessage(queue, {
      input: scheduler.ScheduleTargetInput.fromObject({ job: 'daily', at: scheduler.ContextAttribute.scheduledTime }),
    }),
  })
  make('sloth', {}, Duration.seconds(1))

  const edge = new Stack(app, 'Edge')
  const origin = new origins.HttpOrigin(Fn.select(2, Fn.split('/', httpApi.apiEndpoint)))
  const forward = {
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
  }
  const site = new cloudfront.Distribution(edge, 'Site', {
    defaultBehavior: { origin, ...forward },
    additionalBehaviors: { '/orders/*': { origin, ...forward } },
  })
  new CfnOutput(edge, 'Address', { value: site.distributionDomainName })
  change.extra?.(stack)
  return app
}
