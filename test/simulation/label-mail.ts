import type { DomainEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { DueJob, Service } from '@tutelage/shared/contracts/define-service.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import * as z from 'zod'
import type { Mailbox } from './mailbox.ts'

const labelSchema = z.object({ occasion: z.string() })
const occasionOf = ({ data }: DomainEvent): string => labelSchema.safeParse(data).data?.occasion ?? 'unlabelled'

type DueKey = Parameters<DueJob<CampusContext>['run']>[0]

/** A manifest whose use cases tell the mailbox for which occasion they send: a mail itself does not say. */
export function withOccasions(service: Service<CampusContext>, mailbox: Mailbox): Service<CampusContext> {
  if (!service.sendsMail) return service
  const labelled = (context: CampusContext, occasion: string): CampusContext =>
    context.mail ? { ...context, mail: mailbox.labelled(context.mail, occasion) } : context
  return {
    ...service,
    subscriptions: service.subscriptions.map((subscription) => {
      const { afterwards } = subscription
      if (!afterwards) return subscription
      return {
        ...subscription,
        afterwards: (event: DomainEvent, context: CampusContext) =>
          afterwards(event, labelled(context, occasionOf(event))),
      }
    }),
    jobs: service.jobs.map((job) =>
      job.kind === 'due'
        ? {
            ...job,
            run: (key: DueKey, context: CampusContext) =>
              job.run(key, labelled(context, key.pk.split('#MESSAGE#')[1] ?? 'unlabelled')),
          }
        : job,
    ),
  }
}
