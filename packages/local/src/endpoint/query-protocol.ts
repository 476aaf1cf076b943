import { randomUUID } from 'node:crypto'
import type { AwsCall } from './aws-call.ts'
import { AwsError, notEmulated } from './aws-error.ts'
import type { HttpAnswer, HttpRequest } from './http-answer.ts'

/** The parameters of a query request, `Destination.ToAddresses.member.1=…`. */
export class QueryParameters {
  readonly #values: URLSearchParams

  constructor(body: string) {
    this.#values = new URLSearchParams(body)
  }

  get(name: string): string | undefined {
    return this.#values.get(name) ?? undefined
  }

  /** Members `<name>.1`, `<name>.2`, … up to the first that is missing. */
  list(name: string): string[] {
    const found: string[] = []
    for (let at = 1; this.#values.has(`${name}.${at}`); at += 1) found.push(this.#values.get(`${name}.${at}`) ?? '')
    return found
  }

  /** How many structures `<name>.1.…`, `<name>.2.…` there are. */
  count(name: string): number {
    const keys = [...this.#values.keys()]
    let at = 0
    while (keys.some((key) => key.startsWith(`${name}.${at + 1}.`))) at += 1
    return at
  }
}

/** An operation of the query protocol; its answer is the XML within the result element. */
export type QueryOperation = (parameters: QueryParameters, call: AwsCall) => string | Promise<string>

export interface QueryService {
  readonly namespace: string
  readonly operations: Readonly<Record<string, QueryOperation>>
}

/** AWS Query: form parameters in, XML out. */
export async function answerQuery(request: HttpRequest, service: QueryService, call: AwsCall): Promise<HttpAnswer> {
  const parameters = new QueryParameters(request.body.toString('utf8'))
  const action = parameters.get('Action') ?? ''
  try {
    const run = service.operations[action]
    if (!run) throw notEmulated(action)
    const result = await run(parameters, call)
    const id = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`
    return xml(
      200,
      `<${action}Response xmlns="${service.namespace}"><${action}Result>${result}</${action}Result>${id}</${action}Response>`,
    )
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const code = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code
    const status = code === 'AccessDenied' ? 403 : error.status
    const text = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error>`
    return xml(
      status,
      `<ErrorResponse xmlns="${service.namespace}">${text}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    )
  }
}

const xml = (status: number, body: string): HttpAnswer => ({ status, headers: { 'content-type': 'text/xml' }, body })

export const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/[\r\n\t]/g, (char) => `&#${char.charCodeAt(0)};`)
