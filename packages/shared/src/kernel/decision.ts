/** Why a rule said no. A refusal is an answer, not an exception: it changes nothing and is told to who asked. */
export interface Refusal<Code extends string = string> {
  readonly ok: false
  readonly code: Code
  /** Figures and ids that explain the refusal; never personal data. */
  readonly details: Readonly<Record<string, unknown>>
}

export interface Acceptance<T> {
  readonly ok: true
  readonly value: T
}

/** What a rule decides: a value, or a refusal with its code. */
export type Decision<T, Code extends string = string> = Acceptance<T> | Refusal<Code>

export const accept = <T>(value: T): Acceptance<T> => ({ ok: true, value })

export const refuse = <Code extends string>(
  code: Code,
  details: Readonly<Record<string, unknown>> = {},
): Refusal<Code> => ({ ok: false, code, details })
