import type { DomainEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { Service } from '@tutelage/shared/contracts/define-service.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { EventBus } from '@tutelage/shared/data/event-bus.ts'
import { epochMs, type LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import type { Plant } from './plant.ts'
import { shortPages } from './table-plants.ts'

/** A manifest whose subscriptions of some names see the event otherwise, or not at all. */
const hearing =
  (change: (event: DomainEvent, context: CampusContext) => DomainEvent | undefined, only: RegExp = /./) =>
  (service: Service<CampusContext>): Service<CampusContext> => ({
    ...service,
    subscriptions: service.subscriptions.map((subscription) => ({
      ...subscription,
      handle: async (event: DomainEvent, context: CampusContext) => {
        const heard = only.test(subscription.name) ? change(event, context) : event
        return heard ? subscription.handle(heard, context) : { ok: true, value: null }
      },
    })),
  })

const withVersion = (event: DomainEvent, aggregateVersion: number): DomainEvent => ({
  ...event,
  meta: { ...event.meta, aggregateVersion },
})

const withAmount = ({ data, ...event }: DomainEvent, factor: number): DomainEvent => {
  const amounts = Object.entries(data ?? {}).map(([name, value]) => [
    name,
    name === 'amountMinor' && typeof value === 'number' ? value * factor : value,
  ])
  return { ...event, data: Object.fromEntries(amounts) }
}

const deafToFailures: EventBus['publish'] = async () => []

/** A manifest with a daily job that takes another day for the one that it is for. */
const dayOff =
  (name: string, days: number) =>
  (service: Service<CampusContext>): Service<CampusContext> => ({
    ...service,
    jobs: service.jobs.map((job) =>
      job.kind === 'daily' && job.name === name
        ? { ...job, run: (day, cursor, context) => job.run(addDays(day, days), cursor, context) }
        : job,
    ),
  })

/** Bugs in how events, jobs and mail go between the services. */
export const wiringPlants = {
  clockOrder: {
    bug: 'the mark that was heard of last wins, instead of the one with the highest version',
    service: hearing((event, { now }) => withVersion(event, epochMs(now)), /lesson|correction|call/),
  },
  relayIgnoresFailures: {
    bug: 'the relay takes every entry for published',
    bus: (bus: EventBus): EventBus => ({
      async publish(entries) {
        const results = await bus.publish(entries).catch(() => deafToFailures([]))
        return entries.map((_, at) => (results[at] ? { ok: true } : { ok: true }))
      },
    }),
  },
  newEventIds: {
    bug: 'an event that is published again has another id',
    bus: (bus: EventBus): EventBus => {
      let count = 0
      return {
        publish: (entries) =>
          bus.publish(
            entries.map((entry) => {
              count += 1
              return {
                ...entry,
                detail: entry.detail.replace(/"eventId":"evt_.{4}/, `"eventId":"evt_${String(count).padStart(4, '0')}`),
              }
            }),
          ),
      }
    },
  },
  failuresAcknowledged: {
    bug: 'a consumer acknowledges what it failed to handle',
    consumed: () => ({ batchItemFailures: [] }),
  },
  lateEventsDropped: {
    bug: 'an event that comes more than an hour late is dropped',
    service: hearing((event, { now }) =>
      epochMs(now) - epochMs(event.meta.recordedAt) > 3_600_000 ? undefined : event,
    ),
  },
  refundsForgotten: {
    bug: 'tiers keep what was refunded',
    service: hearing(() => undefined, /^count-refund$/),
  },
  refundsTwice: {
    bug: 'points of a refund are taken back twofold',
    service: hearing((event) => withAmount(event, 2), /^count-refund$/),
  },
  correctionsIgnored: {
    bug: 'promises do not follow corrections',
    service: hearing(() => undefined, /^follow-correction$/),
  },
  mailAgain: {
    bug: 'a mail whose outcome is not known is sent at once again',
    mail: (mail) => ({
      async send(letter) {
        const outcome = await mail.send(letter)
        return outcome.kind === 'unknown' ? mail.send(letter) : outcome
      },
    }),
  },
  pausesByClock: {
    bug: 'the complaint that was heard of last decides about promotions, instead of its highest version',
    service: hearing((event, { now }) => withVersion(event, epochMs(now)), /promotions/),
  },
  jobWithoutCursor: {
    bug: 'a daily job does its first page only',
    table: shortPages(1),
    service: (service) => ({
      ...service,
      jobs: service.jobs.map((job) =>
        job.kind === 'daily'
          ? {
              ...job,
              run: async (day: LocalDate, cursor: string | undefined, context: CampusContext) => {
                await job.run(day, cursor, context)
                return undefined
              },
            }
          : job,
      ),
    }),
  },
  openDaySummed: {
    bug: 'a day is summed up before it is over',
    service: dayOff('sum-prepaid', 1),
  },
  transferNotFollowed: {
    bug: 'who changes class is looked for in the old one when renewals are counted',
    service: hearing(() => undefined, /^follow-to-new-class$/),
  },
  dueOnlyOnce: {
    bug: 'a job takes what it failed to do for done',
    service: (service) => ({
      ...service,
      jobs: service.jobs.map((job) =>
        job.kind === 'due' ? { ...job, run: async () => ({ ok: true, value: null }) as const } : job,
      ),
    }),
  },
} as const satisfies Readonly<Record<string, Plant>>
