import type { Answered } from '@tutelage/shared/testing/http-request.ts'

/** `200`, or the status and the code of the refusal: `403 roleNotAllowed`. */
export function verdictOf({ status, text }: Answered): string {
  const code = /urn:tutelage:problem:(\w+)/.exec(text)?.[1]
  return code ? `${status} ${code}` : String(status)
}
