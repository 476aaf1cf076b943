/** What API Gateway's HTTP API hands over (payload format 2.0), as far as we read it. */
export interface HttpEvent {
  readonly rawPath: string
  readonly rawQueryString?: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body?: string
  readonly isBase64Encoded?: boolean
  readonly requestContext: {
    readonly requestId: string
    readonly http: { readonly method: string }
    readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> } }
  }
}

export interface HttpResult {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The body is bytes, not text. */
  readonly isBase64Encoded?: boolean
}

/** Headers with lower-case names; the gateway gives them so, others may not. */
export function headersOf(event: HttpEvent): Record<string, string> {
  const entries = Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? ''])
  return Object.fromEntries(entries)
}

const correlationForms = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|req_[0-9A-HJKMNP-TV-Z]{26})$/

/**
 * True for a UUID, a trace id of 32 hex digits or a request id of ours. It stands in logs and events, so nothing that
 * might be a name or a number of somebody is one.
 */
export const isCorrelationId = (text: string | undefined): text is string =>
  text !== undefined && correlationForms.test(text)
