import { getPrepaid } from '@tutelage/shared/contracts/enrollment/prepaid-routes.ts'
import { campusIdOf } from '@tutelage/shared/data/keys.ts'
import type { Item } from '@tutelage/shared/data/table.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import { chanceOf } from './chance.ts'
import { Client } from './client.ts'
import type { Cloud } from './cloud.ts'
import { shanghaiDay } from './shanghai-day.ts'
import type { Watch } from './witness.ts'

const entrySchema = z.object({
  entry: z.object({
    occurredAt: z.string(),
    recordedAt: z.string(),
    lines: z.array(
      z.object({
        account: z.string(),
        asset: z.string(),
        amount: z.int(),
        lot: z.object({ acquiredAt: z.string() }).optional(),
      }),
    ),
  }),
})
const bookSchema = z.object({
  book: z.object({ balances: z.array(z.object({ account: z.string(), amount: z.int() })) }),
})
const sumsSchema = z.object({ receivedMinor: z.int(), refundedMinor: z.int(), consumedMinor: z.int() })
const daySchema = z.object({ day: z.string(), total: sumsSchema })
type Sums = z.output<typeof sumsSchema>

/** What one line did, in which campus, and on which of its days it took effect and was recorded. */
interface Flow extends Sums {
  readonly campusId: string | undefined
  readonly on: string
  readonly recordedOn: string
}

function flowsOf(item: Item): Flow[] {
  const { entry } = entrySchema.parse(item)
  const whose = { campusId: campusIdOf(item), recordedOn: shanghaiDay(entry.recordedAt) }
  const money = entry.lines.filter(({ asset }) => asset !== 'centihours')
  return money.map(({ account, amount, lot }) => {
    const paidAt = lot?.acquiredAt ?? ''
    const at = paidAt > entry.occurredAt ? paidAt : entry.occurredAt
    return {
      ...whose,
      on: shanghaiDay(at),
      receivedMinor: account === 'external:payments' ? Math.max(0, -amount) : 0,
      refundedMinor: account === 'external:payments' ? Math.max(0, amount) : 0,
      consumedMinor: account === 'external:income' ? amount : 0,
    }
  })
}

const prepaidIn = (item: unknown): number => {
  const { data } = bookSchema.safeParse(item)
  return data?.book.balances.find(({ account }) => account === 'spendable:tuition')?.amount ?? 0
}

const text = ({ receivedMinor, refundedMinor, consumedMinor }: Sums): string =>
  `${receivedMinor} received, ${refundedMinor} refunded, ${consumedMinor} consumed`

function sumOf(flows: readonly Flow[]): Sums {
  const sum = { receivedMinor: 0, refundedMinor: 0, consumedMinor: 0 }
  for (const flow of flows) {
    sum.receivedMinor += flow.receivedMinor
    sum.refundedMinor += flow.refundedMinor
    sum.consumedMinor += flow.consumedMinor
  }
  return sum
}

const prepaidOf = ({ receivedMinor, refundedMinor, consumedMinor }: Sums): number =>
  receivedMinor - refundedMinor - consumedMinor

/** No report looks back further. */
const mostDaysApart = 366

const campusSchema = z.object({ profile: z.object({ timeZone: z.string() }) })

/** Campuses whose days are Shanghai's. */
const campusesOfShanghai = (cloud: Cloud): readonly string[] =>
  cloud
    .of('leads')
    .table.all()
    .filter(({ entity }) => entity === 'campus')
    .filter((item) => campusSchema.parse(item).profile.timeZone === 'Asia/Shanghai')
    .flatMap((item) => campusIdOf(item) ?? [])

/** Watches that what a campus holds prepaid is what it received, less what it gave back and what was used: in all, and by any day. */
export function watchPrepaid(cloud: Cloud) {
  const { witness, clock } = cloud
  const flows: Flow[] = []
  let held = 0
  let due = 0
  const watch: Watch = (service, changes) => {
    if (service !== 'enrollment') return
    for (const { before, after } of changes) {
      if (after && 'book' in after) held += prepaidIn(after) - prepaidIn(before)
      if (after?.entity !== 'hoursEntry' || before) continue
      const fresh = flowsOf(after)
      flows.push(...fresh)
      due += prepaidOf(sumOf(fresh))
    }
    witness.expect(held === due, 'prepaid is received less refunded less consumed', held, due)
    for (const { after } of changes) {
      if (after?.entity !== 'prepaidDay') continue
      const { day, total } = daySchema.parse(after)
      const isOwn = ({ campusId, recordedOn }: Flow): boolean => campusId === campusIdOf(after) && recordedOn <= day
      const own = sumOf(flows.filter(isOwn))
      witness.expect(text(own) === text(total), 'a day is summed up once it is over', day, text(total), text(own))
    }
  }
  const checkReports = async (flows: readonly Flow[], campusId: string, today: string): Promise<void> => {
    const client = new Client(cloud, chanceOf(0), 'prepaid')
    const first = flows[0]?.recordedOn ?? today
    for (const recordedOn of new Set([first, today])) {
      for (const on of new Set([first, recordedOn])) {
        if (Date.parse(recordedOn) - Date.parse(on) > mostDaysApart * dayMs) continue
        const told = await client.call(getPrepaid, { as: 'finance', params: { campusId }, query: { on, recordedOn } })
        const own = sumOf(flows.filter((flow) => flow.on <= on && flow.recordedOn <= recordedOn))
        const agree = told !== undefined && text(told) === text(own)
        witness.expect(agree, 'a report tells what was prepaid on a day', on, recordedOn, told, text(own))
        const isSpent = Math.min(prepaidOf(own), own.consumedMinor) < 0
        witness.expect(!isSpent, 'on no day was less than nothing prepaid or earned', on, recordedOn, text(own))
      }
    }
  }
  /** By the entries as they stand: a run that goes on from a snapshot has not seen them all. */
  const atRest = async (): Promise<void> => {
    const items = cloud.of('enrollment').table.all()
    const all = items.filter(({ entity }) => entity === 'hoursEntry').flatMap(flowsOf)
    const today = shanghaiDay(clock.now())
    for (const campusId of campusesOfShanghai(cloud)) {
      await checkReports(
        all.filter((flow) => flow.campusId === campusId),
        campusId,
        today,
      )
    }
  }
  return { watch, atRest }
}
