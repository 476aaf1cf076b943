import { emailIdentityKind } from './assembly/supported-kinds.ts'
import type { CloudRuntime, RuntimeOptions } from './cloud-runtime.ts'
import { localControl } from './control/local-control.ts'
import { untilQuiet } from './control/quiet.ts'
import { streamForwarder, tableForwarder } from './dynamodb/table-forwarder.ts'
import { createAwsEndpoint } from './endpoint/aws-endpoint.ts'
import type { Listening } from './endpoint/listen.ts'
import { busOperations } from './events/bus-operations.ts'
import { lambdaOperations } from './functions/lambda-operations.ts'
import type { EdgeRouting } from './gateway/edge-routing.ts'
import { createGateway } from './gateway/gateway.ts'
import { identityOperations } from './identity/identity-operations.ts'
import { createLocalIssuer } from './identity/local-issuer.ts'
import { createMailInbox } from './mail/mail-inbox.ts'
import { mailOperations } from './mail/mail-operations.ts'
import { MailStore } from './mail/mail-store.ts'
import { MoveTasks } from './queues/move-tasks.ts'
import { queueOperations } from './queues/queue-operations.ts'
import { queueQueryService } from './queues/queue-query-service.ts'
import { scheduleOperations } from './schedules/schedule-operations.ts'

/** The addresses of a cloud, listened on since before it ran. */
export interface CloudPorts {
  readonly gateway: Listening
  readonly aws: Listening
  readonly mail: Listening
}

export interface ServerParts {
  readonly options: RuntimeOptions
  readonly runtime: CloudRuntime
  readonly route: EdgeRouting
  readonly ports: CloudPorts
  /** Winds the clock and runs what fell due. */
  readonly advance: (ms: number) => void
}

/** Lets the endpoint, the gateway and the inbox answer. */
export async function serveCloud(parts: ServerParts): Promise<void> {
  const { options, runtime, ports, route } = parts
  const { store, clock, weather, ledger, apis, credentials, resources } = options
  const { queues, functions, access } = runtime
  const issuer = await createLocalIssuer(store, clock.now)
  const control = localControl({
    ...{ clock, issuer, queues, weather, ledger, access, advance: parts.advance },
    tokens: apis.flatMap(({ routes }) => routes).find(({ token }) => token)?.token,
    idle: (timeoutMs) => untilQuiet(runtime.activities, timeoutMs),
  })
  const mails = new MailStore(store)
  const identities = resources.of(emailIdentityKind).map(({ properties }) => properties.EmailIdentity)
  const sqs = queueOperations(queues, new MoveTasks(queues, clock.now), ports.aws.url)
  const services = {
    control,
    json: {
      AWSEvents: busOperations({ bus: runtime.bus, weather, now: clock.now, transaction: store.transaction }),
      AmazonSQS: sqs,
    },
    forwarded: {
      DynamoDB_20120810: tableForwarder({ client: runtime.client, tables: runtime.tables, wrote: runtime.wrote }),
      DynamoDBStreams_20120810: streamForwarder(runtime.client),
    },
    query: {
      ses: mailOperations({ mails, identities, now: clock.now }),
      sqs: queueQueryService(sqs),
      sts: identityOperations,
    },
    rest: [lambdaOperations(functions, runtime.invokeLater), scheduleOperations(runtime.schedules)],
  }
  ports.aws.serve(createAwsEndpoint(services, access, credentials))
  ports.gateway.serve(createGateway({ route, functions, access, issuer, now: clock.now, control }))
  ports.mail.serve(createMailInbox(mails))
}
