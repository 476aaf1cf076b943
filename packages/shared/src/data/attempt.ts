import type { ServiceName } from '../contracts/define-event.ts'
import type { MailPort } from '../contracts/mail.ts'
import type { EventId, IdSource } from '../kernel/ids.ts'
import type { Clock, Instant } from '../kernel/instant.ts'
import type { CampusScope, Scope } from '../kernel/scope.ts'
import type { CampusContext, Change, Context, Log, Rest } from './context.ts'
import { enveloped } from './event-envelope.ts'
import type { Guard, GuardAt } from './guard.ts'
import { outboxWrite } from './outbox.ts'
import { readsOnce } from './reads-once.ts'
import type { Table, TransactOutcome, Write, WriteFailure } from './table.ts'
import { TableUnavailable } from './table-failures.ts'

/** What a use case runs on. */
export interface Ports {
  readonly table: Table
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  /** See `Context`; empty where nothing links. */
  readonly publicUrl?: string
  /** See `Context`. */
  readonly timeZones?: readonly string[]
  /** Only in the functions of a service that sends mail. */
  readonly mail?: MailPort
  /** Waits before the next attempt; without it there is no wait. See `jitteredPause`. */
  readonly pause?: (attempt: number) => Promise<void>
}

/** Who called, from where, and what makes the effect happen once. */
export interface Call {
  readonly service: ServiceName
  /** The route's, subscription's or job's name, for logs and defects. */
  readonly operation: string
  readonly scope: Scope
  /** Left out on routes of the chain. */
  readonly campus?: CampusScope
  readonly correlationId: string
  /** The event that made this happen. */
  readonly causationId?: EventId
  /** Left out for jobs: their effects have their own claims. */
  readonly guard?: Guard
}

/** Why an attempt's commit did nothing, which the runner answers by another attempt. */
export type CommitFailure = 'guard' | 'outbox' | 'writes'

/** Ends a use case whose commit did nothing. A use case does not catch it. */
export class CommitFailed extends Error {
  override readonly name = 'CommitFailed'
}

/** How often a transaction whose answer was lost is repeated under its token. */
const repeats = 2

const isRivalry = (outcome: TransactOutcome): boolean =>
  !outcome.done && outcome.failures.every(({ reason }) => reason === 'conflict')

/**
 * Repeats under one token what may already have happened: within ten minutes the table takes that as the same transaction.
 * Running the use case again would not be safe: it would read its own effect and add another. Repeats too what only met
 * another transaction at the same items: its conditions still say whether the decision holds, and what a use case has
 * done meanwhile, such as sending a mail, is not done again.
 */
async function transactSurely(table: Table, writes: readonly Write[], token: string): Promise<TransactOutcome> {
  for (let repeat = 0; ; repeat += 1) {
    try {
      const outcome = await table.transact(writes, token)
      if (!isRivalry(outcome) || repeat === repeats) return outcome
    } catch (error) {
      if (!(error instanceof TableUnavailable) || repeat === repeats) throw error
    }
  }
}

interface Plan {
  readonly writes: readonly Write[]
  readonly guardAt: number
  readonly outboxAt: number
}

function planned(call: Call, guard: GuardAt | undefined, now: Instant, change: Change<unknown>): Plan {
  const { service, correlationId, causationId } = call
  const origin = {
    service,
    correlationId,
    actor: call.scope.actor,
    recordedAt: now,
    ...(causationId && { causationId }),
  }
  const events = (change.events ?? []).map((event, index) => enveloped(event, index, origin))
  const guards = guard ? [guard.write(now, change)] : []
  const outbox = events.length > 0 ? [outboxWrite(events, now)] : []
  const writes = [...guards, ...change.writes, ...outbox]
  return { writes, guardAt: guard ? 0 : -1, outboxAt: outbox.length > 0 ? writes.length - 1 : -1 }
}

/** A guard that stands means a duplicate, whatever else failed; only a condition says that it stands. */
function failureOf(failures: readonly WriteFailure[], plan: Plan): CommitFailure {
  const refused = failures.filter(({ reason }) => reason === 'condition').map(({ index }) => index)
  if (refused.includes(plan.guardAt)) return 'guard'
  return failures.length === 1 && refused.includes(plan.outboxAt) ? 'outbox' : 'writes'
}

/** On a route of the chain, asking for the campus is a defect that names the route; a copy of the context just lacks it. */
function withCampus(context: Context, { campus, operation }: Call): CampusContext {
  if (campus) return { ...context, campus }
  const chained = { ...context }
  lacksCampus(chained, operation)
  return chained
}

function lacksCampus(context: Context, operation: string): asserts context is CampusContext {
  const get = (): never => {
    throw new Error(`${operation} is of the chain: it has no campus`)
  }
  Object.defineProperty(context, 'campus', { get })
}

/** Where an attempt stands. `unknown`: the table's answer to the commit was lost, or is awaited. */
export type AttemptState =
  | { readonly status: 'open' | 'unknown' | 'closed' }
  | { readonly status: 'committed'; readonly answer: unknown; readonly rest: Rest | undefined }
  | { readonly status: 'failed'; readonly failure: CommitFailure }

/** One run of a use case: its context, and how its commit ended. */
export interface Attempt {
  readonly context: CampusContext
  state(): AttemptState
  /** Whatever the use case left running cannot commit any more. */
  close(): void
}

/** Opens one attempt, at this moment. */
export function openAttempt(ports: Ports, call: Call, guard: GuardAt | undefined): Attempt {
  const now = ports.clock.now()
  const table = readsOnce(ports.table)
  let state: AttemptState = { status: 'open' }
  const mayCommit = (): void => {
    if (state.status === 'failed') throw new CommitFailed(state.failure)
    if (state.status === 'closed') throw new Error(`${call.operation} commits after its end`)
    if (state.status !== 'open' && guard) throw new Error(`${call.operation} commits twice`)
  }
  const commit = async <Answer>(change: Change<Answer>): Promise<Answer> => {
    mayCommit()
    state = { status: 'unknown' }
    const plan = planned(call, guard, now, change)
    const token = ports.ids.next('request')
    const outcome = plan.writes.length > 0 ? await transactSurely(table, plan.writes, token) : { done: true as const }
    if (!outcome.done) {
      const failure = failureOf(outcome.failures, plan)
      state = { status: 'failed', failure }
      throw new CommitFailed(failure)
    }
    state = { status: 'committed', answer: change.answer, rest: change.rest }
    return change.answer
  }
  const { ids, log, mail, publicUrl = '', timeZones = [] } = ports
  const { scope, correlationId } = call
  const told = { publicUrl, timeZones, correlationId }
  return {
    context: withCampus({ scope, table, now, ids, log, ...told, commit, ...(mail && { mail }) }, call),
    state: () => state,
    close: () => {
      state = { status: 'closed' }
    },
  }
}
