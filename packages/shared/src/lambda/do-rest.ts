import type { DueJob } from '../contracts/define-service.ts'
import type { Served } from '../contracts/served.ts'
import type { Call, Ports } from '../data/attempt.ts'
import type { CampusContext, Rest } from '../data/context.ts'
import { type Outcome, runUseCase } from '../data/run-use-case.ts'

function dueJob({ name, jobs }: Served<CampusContext>, rest: Rest): DueJob<CampusContext> {
  const job = jobs.find((one) => one.name === rest.job)
  if (job?.kind !== 'due') throw new Error(`${name} has no due job ${rest.job}`)
  return job
}

/**
 * Does what one transaction did not hold (see `Change`), before its caller is answered: at once, and again when the same request
 * comes again. What is done already the job sees for itself.
 * @param outcome of the request
 * @returns the same, or `conflict` when others were in the way of the rest five times: the same request again goes on there
 * @throws what the job throws; its item is still due then
 */
export async function doRest(
  service: Served<CampusContext>,
  { ports, call: { guard: _, ...call } }: { readonly ports: Ports; readonly call: Call },
  outcome: Outcome,
): Promise<Outcome> {
  const rest = outcome.kind === 'done' || outcome.kind === 'replayed' ? outcome.rest : undefined
  if (!rest) return outcome
  const job = dueJob(service, rest)
  const item = { ...rest.key, dueAt: ports.clock.now() }
  const done = await runUseCase(ports, { ...call, operation: job.name }, (context) => job.run(item, context))
  return done.kind === 'conflict' ? done : outcome
}
