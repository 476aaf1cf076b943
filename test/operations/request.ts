import { fullPath, type RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import type { StaffRole } from '@tutelage/shared/kernel/scope.ts'
import type { Asked } from '@tutelage/shared/testing/http-request.ts'
import type * as z from 'zod'
import type { Request } from './operation.ts'

/** Who asks: the school's own person of that role, or anybody as a token may name them. */
export type Caller = StaffRole | { readonly role: string; readonly id: string; readonly campuses: string }

/** A request of one contract, as a caller writes it. */
export interface CallOf<C extends RouteContract> {
  readonly as?: Caller
  readonly params: z.input<C['params']>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: z.input<C['body']> | string
  readonly headers?: Readonly<Record<string, string>>
  readonly ifMatch?: number
}

/** The id of the person who has a role at a campus: `stf_east-teacher`. */
export const staffIdOf = (campusId: string, role: string): string => `stf_${campusId.replace(/^cam_/, '')}-${role}`

/** A person of that role whose only campus is this one; the principal is the chain's. */
export const personOf = (campusId: string, role: StaffRole): Exclude<Caller, StaffRole> => ({
  role,
  id: staffIdOf(campusId, role),
  campuses: role === 'principal' ? '*' : campusId,
})

/**
 * The request as it is sent.
 * @param key the idempotency key, where the route takes one
 */
export function askedOf(contract: RouteContract, campusId: string, request: Request, key: string): Asked {
  const { as, params, body, headers, ifMatch } = request
  const path = fullPath(contract).replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]))
  const query = new URLSearchParams(request.query ?? {}).toString()
  return {
    method: contract.method,
    path: query ? `${path}?${query}` : path,
    headers: {
      ...(contract.idempotency !== 'none' && { 'idempotency-key': key }),
      ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
      ...headers,
    },
    ...(as && { as: typeof as === 'string' ? personOf(campusId, as) : as }),
    ...(body !== undefined && { body }),
  }
}
