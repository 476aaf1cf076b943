import type { DomainEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { DailyJob, DueJob, Service } from '@tutelage/shared/contracts/define-service.ts'
import type { CampusContext, Change } from '@tutelage/shared/data/context.ts'
import type { Witness } from './witness.ts'

type Job = DueJob<CampusContext> | DailyJob<CampusContext>
type DueKey = Parameters<DueJob<CampusContext>['run']>[0]

/** The same context; each of its commits is seen once it has happened. */
const committing = (context: CampusContext, seen: () => void): CampusContext => ({
  ...context,
  async commit<Answer>(change: Change<Answer>): Promise<Answer> {
    const answer = await context.commit(change)
    seen()
    return answer
  },
})

function observedJob(job: Job, seen: () => void): Job {
  if (job.kind === 'due') {
    return { ...job, run: (key: DueKey, context: CampusContext) => job.run(key, committing(context, seen)) }
  }
  return { ...job, run: (day, cursor, context) => job.run(day, cursor, committing(context, seen)) }
}

/** A manifest whose effects the witness sees: the subscriptions and jobs that committed something. */
export function witnessed(service: Service<CampusContext>, witness: Witness): Service<CampusContext> {
  return {
    ...service,
    subscriptions: service.subscriptions.map((subscription) => {
      const seen = (): void => witness.saw('subscription', service.name, subscription.name)
      const handle = (event: DomainEvent, context: CampusContext) =>
        subscription.handle(event, committing(context, seen))
      return { ...subscription, handle }
    }),
    partnerSubscriptions: service.partnerSubscriptions.map((subscription) => ({
      ...subscription,
      parse(data: unknown) {
        const seen = (): void => witness.saw('subscription', service.name, subscription.name)
        const parsed = subscription.parse(data)
        if (!parsed.ok) return parsed
        return { ok: true as const, run: (context: CampusContext) => parsed.run(committing(context, seen)) }
      },
    })),
    jobs: service.jobs.map((job) => observedJob(job, () => witness.saw('job', service.name, job.name))),
  }
}
