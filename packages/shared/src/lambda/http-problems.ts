import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import type { RouteContract } from '../contracts/define-route.ts'
import type { Outcome } from '../data/run-use-case.ts'
import { BadCursor, TableUnavailable } from '../data/table-failures.ts'
import type { Refusal } from '../kernel/decision.ts'
import { NotFound, NotYet } from '../kernel/failures.ts'
import { ProblemError } from './problem.ts'

const fieldProblems = whenAsked(() => z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })))

/** A refusal may name wrong fields itself, as `details.errors`. */
function refusalProblem(status: number, { code, details }: Refusal): ProblemError {
  const { errors, ...rest } = details
  const fields = fieldProblems().safeParse(errors)
  if (!fields.success) return new ProblemError(status, code, { details })
  return new ProblemError(status, code, { errors: fields.data, details: rest })
}

/**
 * The problem that a use case's outcome is for who asked; undefined when it is an answer.
 * @throws Error for a refusal that the contract does not list: a defect
 */
export function problemOfOutcome(route: RouteContract, outcome: Outcome): ProblemError | undefined {
  switch (outcome.kind) {
    case 'refused': {
      const status = route.refusals[outcome.refusal.code]
      if (status === undefined) throw new Error(`${route.id} does not list the refusal ${outcome.refusal.code}`)
      return refusalProblem(status, outcome.refusal)
    }
    case 'keyReused':
      return new ProblemError(422, 'idempotencyKeyReused', {
        detail: 'This Idempotency-Key was used before, with another request.',
      })
    case 'conflict':
      return new ProblemError(409, 'conflict', {
        detail: 'Others are changing the same thing. Nothing was done; try again.',
        headers: { 'retry-after': '1' },
      })
    default:
      return undefined
  }
}

/** The problem that something thrown is for who asked; anything unknown is a defect, of which only the request id is told. */
export function problemOfThrown(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof NotFound) return new ProblemError(404, 'notFound', { details: { what: error.what } })
  if (error instanceof NotYet) return new ProblemError(409, 'notYet', { details: { waitingFor: error.waitingFor } })
  if (error instanceof BadCursor) {
    const errors = [{ path: 'query.cursor', code: 'badCursor', message: 'The cursor is not of this list.' }]
    return new ProblemError(400, 'badCursor', { errors })
  }
  if (error instanceof TableUnavailable) {
    return new ProblemError(503, 'unavailable', {
      detail: 'It is not known whether it was done. Try again with the same Idempotency-Key.',
      headers: { 'retry-after': '1' },
    })
  }
  return new ProblemError(500, 'defect', { detail: 'Something is wrong on our side; the request id finds it.' })
}
