import * as z from 'zod/mini'
import { whenAsked } from '../contracts/deferred.ts'

// By `zod/mini`, of which a bundle holds what is called: a relay reads these schemas and the outbox's, and no contract.

const name = whenAsked(() => z.string().check(z.minLength(1)))

/** Of every function of a service. */
export const tableEnvironment = whenAsked(() =>
  z.object({
    /** The service's table. */
    TABLE_NAME: name(),
    /** Where families reach the chain's pages; links in messages begin with it. */
    PUBLIC_URL: z._default(
      z.pipe(
        z.url(),
        z.transform((url) => url.replace(/\/+$/, '')),
      ),
      'http://127.0.0.1:4510',
    ),
  }),
)

/** Of functions that publish events. */
export const busEnvironment = whenAsked(() => z.object({ BUS_NAME: name() }))

/** Of functions that hand jobs on. */
export const jobsEnvironment = whenAsked(() => z.object({ JOBS_QUEUE_URL: z.url() }))

/** Of the function that configures campuses: the zones in which daily jobs run, commas between. */
export const zonesEnvironment = whenAsked(() =>
  z.object({
    TIME_ZONES: z.pipe(
      name(),
      z.transform((zones) => zones.split(',')),
    ),
  }),
)

/** Of functions that send mail: the verified sender; absent in a stage that sends none. */
export const mailEnvironment = whenAsked(() => z.object({ MAIL_FROM: z.optional(name()) }))

/**
 * What a function is told by its environment; the one place that reads it.
 * @throws Error naming the variables that are missing or wrong: the function does not start
 */
export function readEnvironment<Schema extends z.ZodMiniObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.output<Schema> {
  // Without compiling the schema first, which pays from the second time on.
  const parsed = z.safeParse<Schema>(schema, environment, { jitless: true })
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path }) => path.join('.'))
  throw new Error(`the environment lacks ${wrong.join(', ')}`)
}
