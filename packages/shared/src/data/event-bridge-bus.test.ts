import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, expect, test } from 'vitest'
import { instant } from '../kernel/instant.ts'
import { eventBridgeBus } from './event-bridge-bus.ts'
import type { BusEntry } from './event-bus.ts'

const client = new EventBridgeClient({ region: 'eu-central-1' })
const bridge = mockClient(client)
afterEach(() => bridge.reset())

const entry = (name: string): BusEntry => ({
  ...{ source: 'crm.leads', detailType: name, detail: '{}' },
  at: instant('2026-03-02T01:00:00Z'),
})
const bus = eventBridgeBus({ client, busName: 'chain' })
const namesPut = () =>
  bridge.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries?.map(({ DetailType }) => DetailType))

test('entries go to the chain’s bus under their source and name', async () => {
  bridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: '1' }] })
  expect(await bus.publish([entry('LeadLost')])).toEqual([{ ok: true }])
  expect(bridge.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries).toEqual([
    {
      EventBusName: 'chain',
      Source: 'crm.leads',
      DetailType: 'LeadLost',
      Detail: '{}',
      Time: new Date('2026-03-02T01:00:00Z'),
    },
  ])
})

test('entries that were throttled are sent again alone, at most three times', async () => {
  bridge
    .on(PutEventsCommand)
    .resolvesOnce({
      Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException' }, { ErrorCode: 'InternalFailure' }],
    })
    .resolvesOnce({ Entries: [{ EventId: '2' }, { ErrorCode: 'ThrottlingException' }] })
    .resolves({ Entries: [{ ErrorCode: 'ThrottlingException' }] })
  expect(await bus.publish(['A', 'B', 'C'].map(entry))).toEqual([
    { ok: true },
    { ok: true },
    { ok: false, code: 'ThrottlingException' },
  ])
  expect(namesPut()).toEqual([['A', 'B', 'C'], ['B', 'C'], ['C']])
})

test('an entry that will never be taken is not sent again', async () => {
  bridge.on(PutEventsCommand).resolves({ Entries: [{ ErrorCode: 'MalformedDetail' }] })
  expect(await bus.publish([entry('A')])).toEqual([{ ok: false, code: 'MalformedDetail' }])
  expect(namesPut()).toHaveLength(1)
})

test('what was taken before stays taken when a repetition gets no answer', async () => {
  bridge
    .on(PutEventsCommand)
    .resolvesOnce({ Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException' }] })
    .rejects(new Error('out'))
  expect(await bus.publish(['A', 'B'].map(entry))).toEqual([{ ok: true }, { ok: false, code: 'NoAnswer' }])
})

test('a bus that is out is told as such', async () => {
  bridge.on(PutEventsCommand).rejects(new Error('out'))
  await expect(bus.publish([entry('A')])).rejects.toThrow('out')
})
