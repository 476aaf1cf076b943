import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openCloudStore } from '../store/cloud-store.ts'
import { createWeather } from '../weather/weather.ts'
import { MessageStore } from './message-store.ts'
import { type Queue, QueueHub } from './queue-hub.ts'

const queue = (name: string, changed: Partial<Queue> = {}): Queue => ({
  ...{ name, arn: `arn:aws:sqs:us-east-1:000000000000:${name}`, visibilityMs: 30_000, delayMs: 0, waitMs: 0 },
  ...{ maxBytes: 1_000_000, retentionSeconds: 345_600, deadLetter: { queue: 'dead', maxReceives: 2 }, ...changed },
})
const work = queue('work')
const dead = queue('dead', { deadLetter: undefined })

function hub({ calm = true, path = join(mkdtempSync(join(tmpdir(), 'tutelage-queue-')), 'cloud.sqlite') } = {}) {
  const clock = { now: 1_000_000 }
  const store = openCloudStore(path)
  const made = new QueueHub(new MessageStore(store, () => clock.now), createWeather(7, calm))
  made.add(work)
  made.add(dead)
  return { hub: made, clock, store, path }
}
const bodies = (messages: readonly { body: string }[]): string[] => messages.map(({ body }) => body)

test('a received message is hidden, and deleted by its receipt', () => {
  const { hub: queues } = hub()
  queues.send(work, { body: 'a' })
  const [message] = queues.receive(work, { limit: 10 })
  expect(queues.receive(work, { limit: 10 })).toEqual([])
  expect(queues.depth(work)).toEqual({ visible: 0, inFlight: 1, delayed: 0 })
  expect(queues.messages.delete('work', message?.receipt ?? '')).toBe(true)
  expect(queues.depth(work)).toEqual({ visible: 0, inFlight: 0, delayed: 0 })
})

test('a message that is not deleted is visible again after its time-out, with a greater count', () => {
  const { hub: queues } = hub()
  queues.send(work, { body: 'a' })
  const [first] = queues.receive(work, { limit: 1, hideMs: 0 })
  const [second] = queues.receive(work, { limit: 1 })
  expect([first?.receives, second?.receives]).toEqual([1, 2])
  expect(queues.messages.delete('work', first?.receipt ?? '')).toBe(false)
})

test('a message received too often goes to the dead-letter queue and back by redrive', () => {
  const { hub: queues } = hub()
  queues.send(work, { body: 'poison' })
  for (let times = 0; times < 2; times += 1) queues.receive(work, { limit: 1, hideMs: 0 })
  expect(queues.receive(work, { limit: 1 })).toEqual([])
  expect(queues.depth(dead).visible).toBe(1)
  expect(queues.redrive(dead, undefined)).toBe(1)
  expect(queues.depth(dead).visible).toBe(0)
  expect(bodies(queues.receive(work, { limit: 1 }))).toEqual(['poison'])
})

test('a delay runs on the wound clock', () => {
  const { hub: queues, clock } = hub()
  queues.send(work, { body: 'later', delayMs: 900_000 })
  expect(queues.receive(work, { limit: 1 })).toEqual([])
  clock.now += 900_000
  expect(bodies(queues.receive(work, { limit: 1 }))).toEqual(['later'])
})

test('messages are there again after a restart, and what a killed reader held is released', () => {
  const first = hub()
  first.hub.send(work, { body: 'a' })
  first.hub.receive(work, { limit: 1, holder: 'reader' })
  first.store.close()
  const second = hub({ path: first.path })
  expect(second.hub.receive(work, { limit: 1 })).toEqual([])
  second.hub.messages.release('reader')
  expect(bodies(second.hub.receive(work, { limit: 1 }))).toEqual(['a'])
})

test('what a failed transaction sent was never there', () => {
  const { hub: queues } = hub()
  const failing = () =>
    queues.messages.transaction(() => {
      queues.send(work, { body: 'a' })
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect(queues.depth(work).visible).toBe(0)
})

test('in bad weather some deliveries come twice and not in order; in calm weather neither', () => {
  const deliver = (calm: boolean): string[] => {
    const { hub: queues } = hub({ calm })
    const sent = Array.from({ length: 100 }, (_, at) => `${at}`)
    for (const body of sent) queues.deliver(work, { body })
    return bodies(queues.receive(work, { limit: 200 }))
  }
  expect(deliver(true)).toEqual(Array.from({ length: 100 }, (_, at) => `${at}`))
  const rough = deliver(false)
  expect(rough.length).toBeGreaterThan(100)
  expect(new Set(rough).size).toBe(100)
  expect(rough).not.toEqual([...rough].sort((a, b) => Number(a) - Number(b)))
})

test('listeners are told of what arrives, and of what moves to the dead-letter queue', async () => {
  const { hub: queues } = hub()
  const heard = vi.fn()
  queues.listen('dead', heard)
  queues.send(work, { body: 'poison' })
  for (let times = 0; times < 3; times += 1) queues.receive(work, { limit: 1, hideMs: 0 })
  await expect.poll(() => heard.mock.calls.length).toBe(1)
})
