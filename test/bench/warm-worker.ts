import * as z from 'zod'
import { startDynamoDbLocal } from '../../packages/local/src/dynamodb/dynamodb-local.ts'
import { openSchool } from '../operations/school.ts'
import { heldAgainst, median, rounded } from './figures.ts'
import { handWritten } from './hand-written.ts'
import { ourFunction, recordRun, replaying } from './warm-function.ts'
import { type WarmRequest, warmRequestReach } from './warm-request.ts'
import { type Invocation, type Work, works } from './warm-work.ts'

// A process of its own, for functions write metrics to their standard output, which nobody reads here.

const rounds = z.coerce.number().int().min(1).parse(process.argv[2])
const [warmUps, sliceMs] = [400, 250]

type Handler = (invocation: Invocation) => Promise<unknown>

/** CPU of one request in ms, over so many. */
async function cpuOf(handler: Handler, invocation: Invocation, times: number): Promise<number> {
  const before = process.cpuUsage()
  for (let run = 0; run < times; run += 1) await handler(invocation)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / times
}

const succeeded = z.union([
  z.object({ statusCode: z.union([z.literal(200), z.literal(201), z.literal(202)]), body: z.string() }),
  z.object({ batchItemFailures: z.array(z.unknown()).length(0) }),
])

async function measured(work: Work, server: Parameters<typeof recordRun>[0]): Promise<WarmRequest> {
  const school = await openSchool()
  const invocation = await work.prepare(school)
  const { calls, published, answer } = await recordRun(server, school, work, invocation)
  const good = succeeded.parse(answer)
  const reply = 'body' in good ? JSON.parse(good.body) : good
  const ours = ourFunction(school, work, replaying(calls, published))
  succeeded.parse(await ours(invocation))
  const { client, bus } = replaying(calls, published)
  const theirs = handWritten(client, bus, { calls, published, reply })
  await cpuOf(theirs, invocation, warmUps)
  const times = Math.max(10, Math.round(sliceMs / (await cpuOf(ours, invocation, warmUps))))
  const [own, other]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    own.push(await cpuOf(ours, invocation, times))
    other.push(await cpuOf(theirs, invocation, times))
  }
  const [cpuMs, handWrittenMs] = [median(own), median(other)]
  const ratio = rounded(cpuMs / handWrittenMs)
  return {
    work: work.name,
    requests: times * rounds,
    calls: calls.length + published.length,
    transactions: calls.filter(({ command }) => command === 'TransactWriteItemsCommand').length,
    cpuMs: rounded(cpuMs),
    handWrittenMs: rounded(handWrittenMs),
    ratio,
    ...(work.reachMs !== undefined && { reachMs: work.reachMs }),
    ...heldAgainst('ratio', ratio, warmRequestReach),
    ...heldAgainst('CPU', cpuMs, work.reachMs ?? Number.POSITIVE_INFINITY),
  }
}

const server = await startDynamoDbLocal()
try {
  for (const work of works) process.send?.(await measured(work, server))
} finally {
  await server.stop()
}
process.disconnect?.()
