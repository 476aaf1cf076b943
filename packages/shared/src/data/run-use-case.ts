import { isDeepStrictEqual } from 'node:util'
import type { Decision, Refusal } from '../kernel/decision.ts'
import { type Attempt, type Call, type CommitFailure, openAttempt, type Ports } from './attempt.ts'
import type { CampusContext, Rest } from './context.ts'
import { type Earlier, type GuardAt, guardAt } from './guard.ts'

/** How a call ended. What is not here was thrown: a defect, an outage, `NotFound` or `NotYet`. */
export type Outcome<Answer = unknown> =
  /** `rest`: what is left to do, see `Change`. */
  | { readonly kind: 'done'; readonly answer: Answer; readonly rest?: Rest }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /**
   * `duplicate`: this event was handled before. `replayed`: the same request under the same key was answered before, and
   * this is that answer, from JSON. `keyReused`: the key was used before with another request. Nothing changed now.
   */
  | Earlier
  /** Others changed the same things in each of five attempts; nothing happened. */
  | { readonly kind: 'conflict' }

/** Loads, decides and commits; answers what it committed, or a refusal. May run several times. */
export type UseCase<Answer> = (context: CampusContext) => Promise<Decision<Answer>>

type Ended<Answer> = Outcome<Answer> | { readonly kind: 'failed'; readonly failure: CommitFailure }

const attemptsMax = 5

/**
 * Runs a use case so that its effect happens once: asks for the idempotency key first, writes the guard with the effect,
 * and runs the whole again on fresh reads when what it decided upon has changed meanwhile.
 * @throws what the use case throws, unless the guard shows that the effect has happened; an outage leaves open whether
 * it has, so that the caller tries again under the same guard
 */
export async function runUseCase<Answer>(ports: Ports, call: Call, useCase: UseCase<Answer>): Promise<Outcome<Answer>> {
  const guard = call.guard && guardAt(ports.table, call.guard, call.scope, call.campus?.campusId ?? '')
  const earlier = call.guard?.kind === 'idempotency' ? await guard?.earlier() : undefined
  if (earlier) return earlier
  const { operation, correlationId } = call
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const ended = await attempted(openAttempt(ports, call, guard), operation, useCase, guard)
    if (ended.kind !== 'failed') return ended
    ports.log.info('commit failed', { operation, correlationId, attempt, failure: ended.failure })
    if (attempt === attemptsMax && ended.failure === 'outbox') throw new Error(`${operation} tells a change twice`)
    if (attempt < attemptsMax) await ports.pause?.(attempt)
  }
  return { kind: 'conflict' }
}

async function attempted<Answer>(
  attempt: Attempt,
  operation: string,
  useCase: UseCase<Answer>,
  guard: GuardAt | undefined,
): Promise<Ended<Answer>> {
  try {
    const decision = await useCase(attempt.context)
    return await judged(attempt, operation, decision, guard)
  } catch (error) {
    return await judgedThrow(attempt, error, guard)
  } finally {
    attempt.close()
  }
}

async function judged<Answer>(
  attempt: Attempt,
  operation: string,
  decision: Decision<Answer>,
  guard: GuardAt | undefined,
): Promise<Ended<Answer>> {
  const state = attempt.state()
  if (state.status === 'failed') return failed(state.failure, guard)
  if (!decision.ok) {
    if (state.status !== 'open') throw new Error(`${operation} refuses what it committed`)
    // A twin may have done it meanwhile, and be what the rules refuse: then its answer is this one's too.
    return (await guard?.earlier()) ?? { kind: 'refused', refusal: decision }
  }
  if (state.status === 'unknown') throw new Error(`${operation} does not wait for its commit`)
  if (guard && state.status === 'committed' && !sameJson(state.answer, decision.value)) {
    throw new Error(`${operation} answers otherwise than it committed`)
  }
  const rest = state.status === 'committed' ? state.rest : undefined
  return { kind: 'done', answer: decision.value, ...(rest && { rest }) }
}

async function judgedThrow(attempt: Attempt, error: unknown, guard: GuardAt | undefined): Promise<Ended<never>> {
  const state = attempt.state()
  if (state.status === 'failed') return failed(state.failure, guard)
  // What it threw stands, unless the effect has happened: by a twin, or by our own commit whose answer was lost.
  const earlier = state.status === 'committed' ? undefined : await guard?.earlier().catch(() => undefined)
  if (earlier) return earlier
  throw error
}

async function failed(failure: CommitFailure, guard: GuardAt | undefined): Promise<Ended<never>> {
  const earlier = failure === 'guard' ? await guard?.earlier() : undefined
  return earlier ?? { kind: 'failed', failure }
}

const sameJson = (a: unknown, b: unknown): boolean =>
  a === b || isDeepStrictEqual(JSON.parse(JSON.stringify(a ?? null)), JSON.parse(JSON.stringify(b ?? null)))

/**
 * A wait before another attempt: at random between none and 20, 40, 80, 160 ms, so that rivals do not meet again.
 * @param random gives 0 up to, not including, 1
 */
export const jitteredPause =
  (random: () => number) =>
  (attempt: number): Promise<void> =>
    new Promise((again) => setTimeout(again, random() * 10 * 2 ** attempt))
