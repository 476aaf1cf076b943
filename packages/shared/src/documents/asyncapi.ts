import * as z from 'zod'
import { detailSchema, type EventContract } from '../contracts/define-event.ts'
import { idField, instantField } from '../contracts/fields.ts'
import type { PartnerEventContract } from '../contracts/subscribe.ts'
import { jsonSchemaOf } from './json-schema.ts'
import type { RoutedService } from './openapi.ts'

/** What a document of events is written from: a service's manifest. */
export interface EventfulService extends RoutedService {
  readonly publishes: readonly EventContract[]
  readonly subscriptions: readonly { readonly name: string; readonly contract: EventContract }[]
  readonly partnerSubscriptions: readonly { readonly name: string; readonly contract: PartnerEventContract }[]
}

const byName = <Contract extends { readonly name: string }>(contracts: readonly Contract[]): Contract[] =>
  [...new Map(contracts.map((contract) => [contract.name, contract])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )

/** Every event that a service publishes or reads, by name. */
export const ownEvents = (services: readonly EventfulService[]): EventContract[] =>
  byName(
    services.flatMap(({ publishes, subscriptions }) => [...publishes, ...subscriptions.map((one) => one.contract)]),
  )

/** Every event that partners may post, by name. */
export const partnerEvents = (services: readonly EventfulService[]): PartnerEventContract[] =>
  byName(services.flatMap(({ partnerSubscriptions }) => partnerSubscriptions.map(({ contract }) => contract)))

/** `detail` of a partner's event on the partner bus. */
const partnerDetail = ({ data }: PartnerEventContract) =>
  z.object({ id: z.string().optional(), campusId: idField('campus'), occurredAt: instantField(), data })

const channelOf = (name: string, description: string) => ({
  address: name,
  description,
  messages: { [name]: { $ref: `#/components/messages/${name}` } },
})

const operation = (action: 'send' | 'receive', channel: string, summary: string) => ({
  action,
  channel: { $ref: `#/channels/${channel}` },
  summary,
})

function operationsOf({ name, publishes, subscriptions, partnerSubscriptions }: EventfulService) {
  return [
    ...publishes.map((contract) => [
      `${name}.publishes.${contract.name}`,
      operation('send', contract.name, contract.summary),
    ]),
    ...subscriptions.map(({ name: what, contract }) => [
      `${name}.${what}.${contract.name}`,
      operation('receive', contract.name, `${name}: ${what}`),
    ]),
    ...partnerSubscriptions.map(({ name: what, contract }) => [
      `${name}.${what}.partner.${contract.name}`,
      operation('receive', `partner.${contract.name}`, `${name}: ${what}`),
    ]),
  ]
}

const message = (name: string, version: number, summary: string, schema: z.ZodType) => ({
  name,
  title: `${name}, version ${version}`,
  summary,
  contentType: 'application/json',
  payload: jsonSchemaOf(schema),
})

function messagesOf(services: readonly EventfulService[]) {
  return Object.fromEntries([
    ...ownEvents(services).map((one) => [one.name, message(one.name, one.version, one.summary, detailSchema(one))]),
    ...partnerEvents(services).map((one) => {
      const name = `partner.${one.name}`
      return [name, message(name, one.version, one.summary, partnerDetail(one))]
    }),
  ])
}

/** The AsyncAPI 3.0 document of the chain's bus: every event with its publishers and what each service does with it. */
export function asyncApi(services: readonly EventfulService[]) {
  const own = ownEvents(services).map(({ name, publishers }) => [
    name,
    channelOf(name, `detail-type ${name}, source ${publishers.map((publisher) => `crm.${publisher}`).join(', ')}`),
  ])
  const partners = partnerEvents(services).map(({ name, owner }) => [
    `partner.${name}`,
    channelOf(`partner.${name}`, `detail-type ${name}, source partner.<id>; taken in by ${owner}`),
  ])
  return {
    asyncapi: '3.0.0',
    info: { title: 'Tutelage events', version: '1' },
    defaultContentType: 'application/json',
    channels: Object.fromEntries([...own, ...partners]),
    operations: Object.fromEntries(services.flatMap(operationsOf)),
    components: { messages: messagesOf(services) },
  }
}
