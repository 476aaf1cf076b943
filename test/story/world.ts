import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import { fullPath, type RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import * as z from 'zod'

/** Where the running local cloud listens. */
export interface Addresses {
  readonly gateway: string
  readonly aws: string
  readonly mail: string
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
  readonly text: string
}

export interface Ask {
  readonly as?: string
  readonly body?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** A request of one contract, as the caller writes it. */
export interface CallOf<C extends RouteContract> {
  /** The demo user who asks; nobody, when left out. */
  readonly as?: string
  readonly params: z.input<C['params']>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: z.input<C['body']>
  /** The idempotency key; a new one each time when left out. */
  readonly key?: string
  readonly ifMatch?: number
}

const mailSchema = z.object({
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
})
export type Mail = z.output<typeof mailSchema>

const outboxSchema = z.object({ entries: z.array(z.object({ detailType: z.string(), detail: z.string() })) })
const detailSchema = z.object({ data: z.record(z.string(), z.unknown()) })

/** The public interfaces that the story plays through: HTTP, the AWS protocol, the mail inbox, the clock. Nothing else. */
export class World {
  readonly #at: Addresses
  readonly #events: EventBridgeClient
  readonly #items: DynamoDBDocumentClient

  constructor(at: Addresses) {
    const credentials = { accessKeyId: 'story', secretAccessKey: 'story' }
    const operator = { endpoint: at.aws, region: 'us-east-1', credentials }
    this.#at = at
    this.#events = new EventBridgeClient(operator)
    this.#items = DynamoDBDocumentClient.from(new DynamoDBClient(operator))
  }

  get gateway(): string {
    return this.#at.gateway
  }

  async ask(method: string, path: string, ask: Ask = {}): Promise<Reply> {
    const headers = new Headers(ask.headers)
    if (ask.as) headers.set('authorization', `Bearer ${await this.#token(ask.as)}`)
    let body: string | undefined
    if (ask.form) body = new URLSearchParams(ask.form).toString()
    else if (ask.body !== undefined) body = JSON.stringify(ask.body)
    if (ask.form) headers.set('content-type', 'application/x-www-form-urlencoded')
    else if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
    const response = await fetch(new URL(path, this.#at.gateway), {
      method,
      headers,
      ...(body !== undefined && { body }),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text, text }
  }

  /** A token each time: the clock may have been wound past the last one's end. */
  async #token(user: string): Promise<string> {
    const reply = await this.ask('POST', '/_local/token', { body: { user } })
    return z.object({ token: z.string() }).parse(reply.body).token
  }

  /** `aws events put-events`, as a partner does. */
  async putEvent(entry: { bus: string; source: string; type: string; detail: unknown }): Promise<string> {
    const result = await this.#events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: entry.bus,
            Source: entry.source,
            DetailType: entry.type,
            Detail: JSON.stringify(entry.detail),
          },
        ],
      }),
    )
    const [only] = result.Entries ?? []
    if (!only?.EventId) throw new Error(`the bus refused the event: ${only?.ErrorCode}`)
    return only.EventId
  }

  /** Calls a route as its contract says and checks the reply against it. */
  async call<C extends RouteContract>(contract: C, request: CallOf<C>): Promise<z.output<C['reply']['body']>> {
    const reply = await this.#send(contract, request)
    if (reply.status !== contract.reply.status) {
      throw new Error(`${contract.id} answered ${reply.status}: ${reply.text.slice(0, 600)}`)
    }
    return z.parse<C['reply']['body']>(contract.reply.body, reply.body)
  }

  /** Calls a route that must refuse, and answers the refusal's code. */
  async refusal<C extends RouteContract>(contract: C, request: CallOf<C>): Promise<string> {
    const reply = await this.#send(contract, request)
    if (reply.status < 400 || reply.status >= 500)
      throw new Error(`${contract.id} answered ${reply.status}, not a refusal`)
    return z.object({ type: z.string() }).parse(reply.body).type.split(':').at(-1) ?? ''
  }

  async #send<C extends RouteContract>(contract: C, request: CallOf<C>): Promise<Reply> {
    const values = new Map(Object.entries(request.params))
    const path = fullPath(contract).replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(values.get(name))),
    )
    const query = new URLSearchParams(request.query ?? {}).toString()
    const headers: Record<string, string> = {}
    if (contract.idempotency === 'required') headers['idempotency-key'] = request.key ?? crypto.randomUUID()
    if (request.ifMatch !== undefined) headers['if-match'] = `"${request.ifMatch}"`
    return await this.ask(contract.method, query ? `${path}?${query}` : path, {
      ...(request.as && { as: request.as }),
      ...(request.body !== undefined && { body: request.body }),
      headers,
    })
  }

  async now(): Promise<Date> {
    const reply = await this.ask('GET', '/_local/clock')
    return new Date(z.object({ now: z.string() }).parse(reply.body).now)
  }

  /** Winds the clock forward to a moment and waits until all that it set in motion has ended. */
  async windTo(moment: Date): Promise<void> {
    await this.ask('POST', '/_local/clock', { body: { to: moment.toISOString() } })
    await this.settle()
  }

  async wind(ms: number): Promise<void> {
    await this.windTo(new Date((await this.now()).getTime() + ms))
  }

  /** Waits until queues and streams are empty and nothing runs; a restart may have left a backlog. */
  async settle(): Promise<void> {
    await eventually(
      'rest',
      async () => ((await this.ask('GET', '/_local/idle')).status === 200 ? true : undefined),
      120_000,
    )
  }

  /** Waits until the bus took an event of enrollment that names an id, as its outbox says; @returns its data */
  async told(detailType: string, about: string): Promise<Readonly<Record<string, unknown>>> {
    return await eventually(`${detailType} of ${about} on the bus`, async () => {
      const entries = (await this.#sent()).flatMap((item) => item.entries)
      const found = entries.find((entry) => entry.detailType === detailType && entry.detail.includes(about))
      return found && detailSchema.parse(JSON.parse(found.detail)).data
    })
  }

  async #sent() {
    const pages = paginateScan(
      { client: this.#items },
      {
        TableName: 'tutelage-local-enrollment',
        FilterExpression: 'entity = :outbox AND #status = :sent',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':outbox': 'outbox', ':sent': 'sent' },
      },
    )
    const found: z.output<typeof outboxSchema>[] = []
    for await (const { Items: items = [] } of pages) found.push(...items.map((item) => outboxSchema.parse(item)))
    return found
  }

  /** Mail in the inbox to one address, oldest first. */
  async mailsTo(address: string): Promise<readonly Mail[]> {
    const response = await fetch(new URL('/store', this.#at.mail))
    const inbox = z
      .object({
        emails: z.array(
          z.object({
            destination: z.object({ to: z.array(z.string()) }),
            subject: z.string(),
            body: z.object({ text: z.string().nullish(), html: z.string().nullish() }),
            at: z.number(),
          }),
        ),
      })
      .parse(await response.json())
    return inbox.emails
      .filter(({ destination }) => destination.to.some((to) => to.includes(address)))
      .sort((a, b) => a.at - b.at)
      .map(({ destination, subject, body }) => ({ to: destination.to, subject, text: body.text ?? body.html ?? '' }))
  }
}

/** Asks until the answer is so, at most `patienceMs`: effects that come through events are not at once. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, patienceMs = 30_000): Promise<T> {
  const end = performance.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > end) throw new Error(`never came: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
