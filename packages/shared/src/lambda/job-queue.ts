import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import { idField } from '../contracts/fields.ts'

/** What the scheduler and the jobs themselves put onto a service's jobs queue. */
export const jobMessageSchema = whenAsked(() =>
  z.discriminatedUnion('kind', [
    /** Each minute: whatever has come due. */
    z.object({ kind: z.literal('due') }),
    /** Once a day for each daily job and time zone, at the job's local time. */
    z.object({ kind: z.literal('daily'), job: z.string(), timeZone: z.string() }),
    /** One campus's share of it: today, and days before that were missed. */
    z.object({ kind: z.literal('dailyCampus'), job: z.string(), campusId: idField('campus') }),
  ]),
)
export type JobMessage = z.output<ReturnType<typeof jobMessageSchema>>
export type DailyCampusMessage = Extract<JobMessage, { kind: 'dailyCampus' }>

/** The service's jobs queue, for jobs that hand work on. */
export interface JobQueue {
  /**
   * @param options delaySeconds 0 to 900: not before then
   * @throws when it is not sure that every message was taken
   */
  send(messages: readonly JobMessage[], options?: { readonly delaySeconds?: number }): Promise<void>
}
