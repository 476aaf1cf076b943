import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import { instantField } from '../contracts/fields.ts'
import { defineItem } from '../data/define-item.ts'
import { campusKey, campusPartition } from '../data/keys.ts'
import type { Table } from '../data/table.ts'
import { addMs, dayMs, epochMs, type LocalDate, localDate } from '../kernel/instant.ts'
import type { CampusScope } from '../kernel/scope.ts'

const dayRunSchema = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({
      status: z.literal('running'),
      startedAt: instantField(),
      /** Where the next page goes on; absent before the first. */
      cursor: z.string().optional(),
      /** Until then whoever runs it is not disturbed. */
      leaseUntil: instantField(),
    }),
    z.object({ status: z.literal('done'), startedAt: instantField(), finishedAt: instantField() }),
  ]),
)

const dayRunItem = defineItem('dayRun', () => z.object({ run: dayRunSchema() }))

/** How far a daily job is with one local day of one campus. */
export type DayRun = z.output<ReturnType<typeof dayRunSchema>>

/** Of one job and local day in one campus. */
export interface DayRunPlace {
  readonly campus: CampusScope
  readonly job: string
  readonly day: LocalDate
}

/** Long enough to tell a campus that has run before from a new one. */
const lifeMs = 400 * dayMs

const partition = (job: string): string => `JOB#${job}`
const keyOf = ({ campus, job, day }: DayRunPlace) => campusKey(campus, partition(job), day)

/** The run with its version, which is the fencing token. */
export async function findDayRun(
  table: Table,
  place: DayRunPlace,
): Promise<{ readonly run: DayRun; readonly version: number } | undefined> {
  const stored = dayRunItem.find(await table.get(keyOf(place)))
  return stored && { run: stored.value.run, version: stored.version }
}

/** The first local day on which the job ran in this campus, if it ever did. */
export async function firstDayRun(table: Table, campus: CampusScope, job: string): Promise<LocalDate | undefined> {
  const { items } = await table.query({ pk: campusPartition(campus, partition(job)), limit: 1 })
  return items[0] && localDate(items[0].sk)
}

/**
 * Saves how far a run is.
 * @param version as it was read or saved last, 0 for a new one
 * @returns the new version, or undefined when somebody else has saved meanwhile: the lease is lost
 */
export async function saveDayRun(
  table: Table,
  place: DayRunPlace,
  run: DayRun,
  version: number,
): Promise<number | undefined> {
  const expiresAt = Math.ceil(epochMs(addMs(run.startedAt, lifeMs)) / 1000)
  const outcome = await table.transact([dayRunItem.write(keyOf(place), { run }, { version, expiresAt })])
  return outcome.done ? version + 1 : undefined
}
