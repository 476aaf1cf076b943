import { beforeEach, expect, test } from 'vitest'
import { type DailyJob, type DueJob, defineService } from '../contracts/define-service.ts'
import type { CampusContext } from '../data/context.ts'
import { dueAttributes } from '../data/due-index.ts'
import { campusKey } from '../data/keys.ts'
import { TableUnavailable } from '../data/table-failures.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { dayMs, hourMs, instant, minuteMs } from '../kernel/instant.ts'
import { lambdaContext } from '../testing/http-request.ts'
import { sampleCampus, storeCampus } from '../testing/sample-campus.ts'
import { testBench } from '../testing/test-context.ts'
import { jobHandler } from './job-handler.ts'
import type { JobMessage } from './job-queue.ts'
import type { Meter } from './meter.ts'

/** What the daily job did: local day, cursor, campus. */
let done: string[] = []
let pages = 1
let beforePage: (day: string, page: number) => void = () => undefined
let fired: string[] = []

const greet: DailyJob<CampusContext> = {
  kind: 'daily',
  name: 'greet',
  at: '09:00',
  async run(day, cursor, { campus }) {
    const page = Number(cursor ?? 0)
    beforePage(day, page)
    done.push(`${day} ${page} ${campus.campusId}`)
    return page + 1 < pages ? String(page + 1) : undefined
  },
}

const remind: DueJob<CampusContext> = {
  kind: 'due',
  name: 'remind',
  async run({ pk, sk }, context) {
    if (sk.startsWith('BAD')) throw new TypeError('poison')
    if (sk === 'NO') return refuse('notNow')
    fired.push(sk)
    const item = await context.table.get({ pk, sk })
    if (!item) return accept(undefined)
    const write = { op: 'delete' as const, key: { pk, sk }, when: { version: item.version } }
    return accept(await context.commit({ writes: [write], answer: undefined }))
  },
}

const service = defineService<CampusContext>('loyalty', [{ name: 'greetings', rules: [], jobs: [greet, remind] }])

let bench = testBench({ service: 'loyalty' })
let sent: JobMessage[] = []
let delays: number[] = []
let counted: string[] = []
let handler = jobHandler(service, {
  ...bench.ports,
  jobs: { send: () => Promise.resolve() },
})
let remainingMs = 60_000

beforeEach(async () => {
  bench = testBench({ service: 'loyalty', now: '2026-03-02T01:00:00Z' })
  done = []
  fired = []
  sent = []
  delays = []
  counted = []
  pages = 1
  remainingMs = 60_000
  beforePage = () => undefined
  const jobs = {
    async send(messages: readonly JobMessage[], { delaySeconds = 0 } = {}) {
      sent.push(...messages)
      delays.push(delaySeconds)
    },
  }
  const meter: Meter = { count: (what) => counted.push(what), flush: () => undefined }
  handler = jobHandler(service, { ...bench.ports, jobs, meter })
  await storeCampus(bench.table)
})

const east: JobMessage = { kind: 'dailyCampus', job: 'greet', campusId: sampleCampus().campusId }
const deliver = async (...messages: JobMessage[]) => {
  const Records = messages.map((message, at) => ({ messageId: `m${at}`, body: JSON.stringify(message) }))
  const context = { ...lambdaContext, getRemainingTimeInMillis: () => remainingMs }
  return (await handler({ Records }, context)).batchItemFailures.length
}
/** Delivers what the jobs sent themselves, until nothing is left. */
async function drain(): Promise<void> {
  for (let message = sent.shift(); message; message = sent.shift()) await deliver(message)
}
const days = () => done.map((line) => line.slice(5, 10))

test('the daily message of a zone reaches each of its campuses and no other', async () => {
  await storeCampus(bench.table, sampleCampus({ campusId: 'cam_west' }))
  await storeCampus(bench.table, sampleCampus({ campusId: 'cam_berlin', timeZone: 'Europe/Berlin' }))
  await deliver({ kind: 'daily', job: 'greet', timeZone: 'Asia/Shanghai' })
  expect(sent.map((message) => 'campusId' in message && message.campusId)).toEqual(['cam_demo-east', 'cam_west'])
})

test('a local day runs once, however often its message comes', async () => {
  await deliver(east, east)
  await deliver(east)
  await drain()
  expect(done).toEqual(['2026-03-02 0 cam_demo-east'])
})

test('a day does not run before its local time has come', async () => {
  bench.clock.set('2026-03-02T00:50:00Z')
  await deliver(east)
  expect(done).toEqual([])
})

test('a new campus has missed nothing', async () => {
  await deliver(east)
  expect(days()).toEqual(['03-02'])
})

test('three missed days are made up for, oldest first, and no more than three', async () => {
  await deliver(east)
  bench.clock.advance(6 * dayMs)
  await deliver(east)
  expect(days()).toEqual(['03-02', '03-05', '03-06', '03-07', '03-08'])
})

test('a clock that steps back repeats no day and skips none', async () => {
  await deliver(east)
  bench.clock.advance(dayMs)
  await deliver(east)
  bench.clock.advance(-dayMs)
  await deliver(east)
  bench.clock.advance(2 * dayMs)
  await deliver(east)
  expect(days()).toEqual(['03-02', '03-03', '03-04'])
})

test('a crash in the middle goes on at the saved page', async () => {
  pages = 5
  let crashes = 1
  beforePage = (_day, page) => {
    if (page === 3 && crashes-- > 0) throw new TableUnavailable('gone')
  }
  expect(await deliver(east)).toBe(1)
  expect(await deliver(east)).toBe(0)
  expect(done.map((line) => line.split(' ')[1])).toEqual(['0', '1', '2', '3', '4'])
})

test('a day that fails does not hold up the days after it, and is tried again', async () => {
  await deliver(east)
  bench.clock.advance(2 * dayMs)
  let failing = true
  beforePage = (day) => {
    if (failing && day === '2026-03-03') throw new TypeError('bug')
  }
  expect(await deliver(east)).toBe(1)
  failing = false
  expect(await deliver(east)).toBe(0)
  expect(days()).toEqual(['03-02', '03-04', '03-03'])
})

test('a run that was killed is taken over when its lease ends, and not before', async () => {
  pages = 3
  let wake: () => void = () => undefined
  const killed = new Promise<void>((resolve) => {
    wake = resolve
  })
  const hanging = { ...greet, run: () => killed.then(() => Promise.reject(new Error('killed'))) }
  const frozen = defineService<CampusContext>('loyalty', [{ name: 'greetings', rules: [], jobs: [hanging] }])
  const jobs = { send: async () => undefined }
  const record = { messageId: 'm', body: JSON.stringify(east) }
  const dead = jobHandler(frozen, { ...bench.ports, jobs })({ Records: [record] }, lambdaContext)
  await bench.table.get({ pk: 'CA#cam_demo-east#JOB#greet', sk: '2026-03-02' })
  while (!(await bench.table.get({ pk: 'CA#cam_demo-east#JOB#greet', sk: '2026-03-02' }))) await Promise.resolve()
  await deliver(east)
  expect([done, sent, delays]).toEqual([[], [east], [90]])
  bench.clock.advance(2 * minuteMs)
  await drain()
  expect(done).toHaveLength(3)
  wake()
  await dead
  await deliver(east)
  expect(done).toHaveLength(3)
})

test('who lost the lease saves nothing more and stops', async () => {
  pages = 3
  let taken = false
  beforePage = () => {
    if (taken) return
    taken = true
    bench.clock.advance(2 * minuteMs)
  }
  await Promise.all([deliver(east), deliver(east)])
  await drain()
  expect(days().length).toBeGreaterThanOrEqual(3)
  const filed = await bench.table.get({ pk: 'CA#cam_demo-east#JOB#greet', sk: '2026-03-02' })
  expect(filed?.run).toMatchObject({ status: 'done' })
})

test('many pages go on in further messages, each page once', async () => {
  pages = 50
  await deliver(east)
  expect(done).toHaveLength(20)
  await drain()
  expect(new Set(done).size).toBe(50)
  expect(done).toHaveLength(50)
})

test('with its time nearly over it saves, and goes on in another message', async () => {
  pages = 3
  beforePage = () => {
    remainingMs = 5_000
  }
  await deliver(east)
  expect(done).toHaveLength(1)
  beforePage = () => undefined
  remainingMs = 60_000
  await drain()
  expect(done).toHaveLength(3)
})

test('a message that nobody understands, or of an unknown campus, fails alone', async () => {
  const unknown: JobMessage = { kind: 'daily', job: 'nothing', timeZone: 'Asia/Shanghai' }
  const stranger: JobMessage = { ...east, campusId: sampleCampus({ campusId: 'cam_stranger' }).campusId }
  expect(await deliver(unknown, stranger, east)).toBe(2)
  expect(days()).toEqual(['03-02'])
})

async function file(sort: string, at: string) {
  const { campus } = bench.context()
  const key = campusKey(campus, 'REMINDER', sort)
  const attributes = dueAttributes(campus, { job: 'remind', at: instant(at), key })
  await bench.table.transact([
    { op: 'put', item: { ...key, ...attributes, entity: 'reminder', version: 1 }, when: 'absent' },
  ])
}

test('what is due runs in its campus; what fails or is refused holds up nothing', async () => {
  await file('BAD', '2026-03-02T00:00:00Z')
  await file('NO', '2026-03-02T00:10:00Z')
  await file('ONE', '2026-03-02T00:20:00Z')
  await file('TWO', '2026-03-02T01:00:00Z')
  await file('LATER', '2026-03-02T01:00:01Z')
  expect(await deliver({ kind: 'due' })).toBe(0)
  expect(fired).toEqual(['ONE', 'TWO'])
  bench.clock.advance(hourMs)
  await deliver({ kind: 'due' })
  expect(fired).toEqual(['ONE', 'TWO', 'LATER'])
})

test('what is due and goes on failing or being refused is counted as failed each minute', async () => {
  await file('BAD', '2026-03-02T00:00:00Z')
  await file('NO', '2026-03-02T00:10:00Z')
  await file('ONE', '2026-03-02T00:20:00Z')
  await deliver({ kind: 'due' })
  expect(counted.sort()).toEqual(['JobsFailed', 'JobsFailed', 'JobsRun'])
  counted = []
  bench.clock.advance(minuteMs)
  await deliver({ kind: 'due' })
  expect(counted).toEqual(['JobsFailed', 'JobsFailed'])
})

test('hundreds that fail for ever hold up nothing that comes due after them', async () => {
  await Promise.all(Array.from({ length: 130 }, (_, at) => file(`BAD${at}`, '2026-03-02T00:00:00Z')))
  await file('ONE', '2026-03-02T00:30:00Z')
  await deliver({ kind: 'due' })
  expect(fired).toEqual(['ONE'])
  expect(sent).toEqual([])
})

test('nothing is done twice when two messages of a minute meet', async () => {
  for (let at = 10; at < 40; at += 1) await file(`R${at}`, '2026-03-02T00:00:00Z')
  await Promise.all([deliver({ kind: 'due' }), deliver({ kind: 'due' })])
  expect(new Set(fired).size).toBe(30)
  await deliver({ kind: 'due' })
  expect(bench.logged.filter(({ level }) => level === 'error')).toEqual([])
})
