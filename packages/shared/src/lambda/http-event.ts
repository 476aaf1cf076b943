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
}

/** Headers with lower-case names; the gateway gives them so, others may not. */
export function headersOf(event: HttpEvent): Record<string, string> {
  const entries = Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? ''])
  return Object.fromEntries(entries)
}

/** Who asks to tie requests together names them so; anything else is ignored. */
export const isCorrelationId = (text: string | undefined): text is string =>
  text !== undefined && /^[A-Za-z0-9_.:-]{8,100}$/.test(text)
