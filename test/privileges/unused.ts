import * as z from 'zod'

/** What `GET /_local/permissions` tells of every permission of the synthesized policies. */
const permissions = z.object({
  permissions: z.array(
    z.object({
      holder: z.string(),
      action: z.string(),
      resource: z.string(),
      condition: z.unknown().optional(),
      used: z.boolean(),
    }),
  ),
})
export type Permission = z.output<typeof permissions>['permissions'][number]

interface Reason {
  readonly holder: RegExp
  readonly action: RegExp
  readonly resource: RegExp
  /** Of which condition; any when left out. */
  readonly condition?: RegExp
  readonly because: string
}

const any = /./
/** Permissions that a telling of the story does not use, each with who needs it. */
const reasons: readonly Reason[] = [
  {
    ...{ holder: any, action: /^logs:(CreateLogStream|PutLogEvents)$/, resource: /log-group:\/tutelage\// },
    because: 'Lambda itself writes the log, with the role of its function',
  },
  {
    ...{ holder: /ClockRole/, action: /^sqs:SendMessage$/, resource: /-dlq$/ },
    because: 'the scheduler puts there what it could not deliver in all its attempts',
  },
  {
    ...{ holder: /OutboxSweepRole/, action: /^sqs:SendMessage$/, resource: /-sweep-dlq$/ },
    because: 'Lambda puts there an invocation of the sweep that failed three times',
  },
  {
    ...{ holder: /OutboxRelayRole/, action: /^sqs:SendMessage$/, resource: /-relay-dlq$/ },
    because: 'Lambda puts there where the records lie that the relay gave up',
  },
  {
    ...{ holder: /-events-dlq$/, action: /^sqs:SendMessage$/, resource: /-events-dlq$/ },
    because: 'EventBridge puts there what the queue did not take',
  },
  {
    ...{ holder: /OutboxRelayRole/, action: /^dynamodb:ListStreams$/, resource: /\/stream\// },
    because: 'Lambda asks for it when the mapping is made',
  },
  {
    ...{ holder: /OutboxSweepRole/, action: /^(events:PutEvents|dynamodb:(PutItem|BatchGetItem))$/, resource: any },
    because: 'the sweep publishes what the relay left for a minute; in a story it may leave nothing',
  },
  {
    ...{ holder: /DoJobsRole/, action: /^sqs:SendMessage$/, resource: /-jobs$/ },
    because: 'a job that did not finish asks for its next page; a story has no such pages everywhere',
  },
  {
    ...{ holder: /leads-DoJobsRole/, action: /^ses:SendEmail$/, resource: /:identity\// },
    because: 'mail that quiet hours put off is sent by a job; a story may meet no quiet hours',
  },
  {
    ...{ holder: /-enrollment-events$/, action: /^sqs:SendMessage$/, resource: /-enrollment-events$/ },
    ...{ condition: /:rule\/[\w-]+-crm\/[\w-]+-enrollment-Heardloyalty/ },
    because: 'enrollment hears what only loyalty tells, which no chapter of the story sets off',
  },
  {
    ...{ holder: /(Api|Events|DoJobs)Role/, action: /^dynamodb:/, resource: /:table\// },
    because: 'test/privileges/table-rights.test.ts does everything once and compares',
  },
]

const covers = (reason: Reason, { holder, action, resource, condition }: Permission): boolean =>
  reason.holder.test(holder) &&
  reason.action.test(action) &&
  reason.resource.test(resource) &&
  (reason.condition?.test(JSON.stringify(condition) ?? '') ?? true)

/** What a permission says, on one line. */
export const lineOf = ({ holder, action, resource, condition }: Permission): string =>
  [holder, action, resource, ...(condition === undefined ? [] : [JSON.stringify(condition)])].join('  ')

/**
 * Permissions that nobody used since the cloud started.
 * @param answers of `GET /_local/permissions`: of each start of one cloud, as it forgets at its end
 * @returns those that no reason explains, and the explained ones with their reason
 */
export function unusedPermissions(...answers: readonly unknown[]) {
  const all = answers.flatMap((answer) => permissions.parse(answer).permissions)
  const used = new Set(all.filter((one) => one.used).map(lineOf))
  const unused = [...new Map(all.map((one) => [lineOf(one), one])).values()].filter((one) => !used.has(lineOf(one)))
  const because = (one: Permission) => reasons.find((reason) => covers(reason, one))?.because
  return {
    unexplained: unused.filter((one) => because(one) === undefined),
    explained: unused.map((one) => ({ one, because: because(one) })).filter(({ because }) => because !== undefined),
  }
}

if (import.meta.main) {
  const gateway = `http://127.0.0.1:${process.env.GATEWAY_PORT ?? 4510}`
  const { explained, unexplained } = unusedPermissions(await (await fetch(`${gateway}/_local/permissions`)).json())
  for (const { because } of reasons) {
    const own = explained.filter((one) => one.because === because)
    if (own.length > 0) process.stdout.write(`${own.length} unused: ${because}\n`)
  }
  for (const one of unexplained) process.stdout.write(`nobody used  ${lineOf(one)}\n`)
  if (unexplained.length > 0) process.exitCode = 1
}
