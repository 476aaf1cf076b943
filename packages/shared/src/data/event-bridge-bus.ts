import { type EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge'
import { type BusEntry, type EntryResult, type EventBus, notAnswered, passingCodes } from './event-bus.ts'

export interface EventBridgeBusOptions {
  readonly client: EventBridgeClient
  readonly busName: string
  /** Waits before entries that were throttled are sent again. */
  readonly pause?: (attempt: number) => Promise<void>
}

const attemptsMax = 3

const resultOf = (entry: PutEventsResultEntry | undefined): EntryResult => {
  if (!entry) return notAnswered
  return entry.ErrorCode ? { ok: false, code: entry.ErrorCode } : { ok: true }
}

async function put({ client, busName }: EventBridgeBusOptions, entries: readonly BusEntry[]) {
  const Entries = entries.map(({ source, detailType, detail, at }) => ({
    EventBusName: busName,
    Source: source,
    DetailType: detailType,
    Detail: detail,
    Time: new Date(at),
  }))
  const answer = await client.send(new PutEventsCommand({ Entries }))
  return entries.map((_, at) => resultOf(answer.Entries?.[at]))
}

/** The chain's bus on EventBridge. Entries that were throttled are sent again, up to three times in all: the SDK repeats whole calls only. */
export function eventBridgeBus(options: EventBridgeBusOptions): EventBus {
  // It copies all that is sent, for a log that nobody keeps.
  options.client.middlewareStack.remove('loggerMiddleware')
  return {
    async publish(entries) {
      const results: EntryResult[] = await put(options, entries)
      for (let attempt = 1; attempt < attemptsMax; attempt += 1) {
        const again = results.flatMap((result, at) => (!result.ok && passingCodes.includes(result.code) ? [at] : []))
        if (again.length === 0) break
        await options.pause?.(attempt)
        const repeated = entries.filter((_, at) => again.includes(at))
        // What was taken before stays taken, even when a repetition gets no answer.
        const answers = await put(options, repeated).catch(() => [])
        for (const [place, at] of again.entries()) results[at] = answers[place] ?? notAnswered
      }
      return results
    },
  }
}
