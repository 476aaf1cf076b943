import { type Refusal, refuse } from '../kernel/decision.ts'

/** What every update with `If-Match` may refuse; spread into the contract's `refusals`. */
export const ifMatchRefusals = { versionMismatch: 412, versionRequired: 428 } as const

/**
 * Whether an update may replace what is there: the caller names the version that it saw.
 * @param ifMatch the version of `If-Match`, from the request
 * @param current the version that is stored; undefined when nothing is there yet
 * @returns undefined when it may; `versionRequired` when something is there and the caller named none; `versionMismatch` when
 * somebody changed it meanwhile, or nothing is there; version 0 stands for nothing
 */
export function checkIfMatch(
  ifMatch: number | undefined,
  current: number | undefined,
): Refusal<keyof typeof ifMatchRefusals> | undefined {
  if ((ifMatch ?? 0) === (current ?? 0)) return undefined
  if (ifMatch === undefined) return refuse('versionRequired')
  return refuse('versionMismatch', { current: current ?? 0 })
}
