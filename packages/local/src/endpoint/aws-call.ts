import { z } from 'zod'
import type { Access, AccessControl, Caller } from '../policies/access-control.ts'
import { AwsError } from './aws-error.ts'

/** One request to an AWS service, whatever the protocol. */
export interface AwsCall {
  readonly caller: Caller
  /** @throws AwsError AccessDeniedException when the caller's policies do not allow it */
  authorize(access: Access): void
}

/** One operation of a service: its input as the API reference describes it, its output likewise. */
export type AwsOperation = (input: unknown, call: AwsCall) => unknown
export type AwsOperations = Readonly<Record<string, AwsOperation>>

export const awsCall = (caller: Caller, access: AccessControl): AwsCall => ({
  caller,
  authorize: (wanted) => {
    const answer = access.check(caller, wanted)
    if (!answer.allowed) throw new AwsError('AccessDeniedException', answer.reason, 400)
  },
})

/**
 * Checks an operation's input.
 * @throws AwsError ValidationException naming what is wrong
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new AwsError('ValidationException', z.prettifyError(parsed.error).replaceAll('\n', ' '))
}
