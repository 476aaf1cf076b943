import type { FieldProblem } from '../contracts/bind-route.ts'

/** RFC 9457: what went wrong with a request. Never holds a value that was sent. */
export interface Problem {
  /** `urn:tutelage:problem:<code>`; the code is what a program decides by. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly requestId: string
  /** Which fields are wrong. */
  readonly errors?: readonly FieldProblem[]
  /** Figures and ids that explain a refusal. */
  readonly details?: Readonly<Record<string, unknown>>
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  410: 'Gone',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported content type',
  422: 'Refused',
  428: 'Version required',
  500: 'Internal error',
  503: 'Try again',
}

/** A request that is answered with a problem document; thrown by the parts that check a request. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly code: string
  readonly extra: ProblemExtra

  /** @param extra detail is a sentence of ours; headers are added to the answer */
  constructor(status: number, code: string, extra: ProblemExtra = {}) {
    super(code)
    this.status = status
    this.code = code
    this.extra = extra
  }
}

export interface ProblemExtra {
  readonly detail?: string
  readonly errors?: readonly FieldProblem[]
  readonly details?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

const mostErrors = 50

/** A path may name keys that the caller made up; only what looks like a field's name is told back. */
const safePath = (path: string): string =>
  path
    .split('.')
    .map((part) => (/^(?:[A-Za-z][A-Za-z0-9_-]{0,39}|\d{1,5})$/.test(part) ? part : '*'))
    .join('.')

const safeError = ({ path, code, message }: FieldProblem): FieldProblem => ({
  path: safePath(path),
  code,
  // This one message lists the unknown keys.
  message: code === 'unrecognized_keys' ? 'Unknown fields' : message,
})

/** The problem document of a failed request. */
export function problemOf(error: ProblemError, requestId: string): Problem {
  const { status, code, extra } = error
  const title = titles[status] ?? 'Refused'
  return {
    type: `urn:tutelage:problem:${code}`,
    title,
    status,
    detail: extra.detail ?? `${title}: ${code}`,
    requestId,
    ...(extra.errors && { errors: extra.errors.slice(0, mostErrors).map(safeError) }),
    ...(extra.details && Object.keys(extra.details).length > 0 && { details: extra.details }),
  }
}
