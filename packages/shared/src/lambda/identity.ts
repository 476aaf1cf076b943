import type { RouteContract } from '../contracts/define-route.ts'
import { type CampusId, isId } from '../kernel/ids.ts'
import { type Actor, enterCampus, type Scope, type StaffRole, staffRoles } from '../kernel/scope.ts'
import type { HttpEvent } from './http-event.ts'
import { ProblemError } from './problem.ts'

/** Who may ask without a token, in the order in which a route is read. */
const publicKinds = ['partner', 'guardianLink', 'anonymous'] as const

const isStaffRole = (text: unknown): text is StaffRole => staffRoles.some((role) => role === text)

/** A claim as text: an issuer may write a list where another writes words. */
function textOf(claim: unknown): string {
  if (Array.isArray(claim)) return claim.map(textOf).join(' ')
  return typeof claim === 'string' ? claim : ''
}

/** The staff id of a token: its subject, with our prefix where an identity provider gives bare ones. */
function staffIdOf(subject: unknown): string {
  const text = textOf(subject)
  const id = text.startsWith('stf_') ? text : `stf_${text}`
  if (!isId('staff', id)) throw new ProblemError(401, 'unknownSubject')
  return id
}

/** `*`, or campus ids with spaces between; the gateway writes a list claim as `[a b]`. */
function campusesOf(claim: unknown): readonly CampusId[] | 'all' {
  const words = textOf(claim)
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
  if (words.includes('*')) return 'all'
  return words.filter((word) => isId('campus', word))
}

/**
 * Whom a checked token names.
 * @param claims of the token, after the gateway checked signature, issuer, audience and expiry
 * @throws ProblemError 401 for a subject that is no staff id, 403 for a role that we do not know
 */
export function staffScope(claims: Readonly<Record<string, unknown>>): Scope {
  const role = claims['custom:role']
  const id = staffIdOf(claims.sub)
  if (!isStaffRole(role)) throw new ProblemError(403, 'unknownRole')
  return { actor: { kind: role, id }, campuses: campusesOf(claims['custom:campuses']) }
}

/** Somebody without a token sees the one campus of the path, as the kind of caller that the route is for. */
function publicScope(kind: (typeof publicKinds)[number], params: Readonly<Record<string, string>>): Scope {
  const { campusId = '', partnerId = '-' } = params
  const actor: Actor = { kind, id: kind === 'partner' && isId('partner', partnerId) ? partnerId : '-' }
  return { actor, campuses: isId('campus', campusId) ? [campusId] : [] }
}

/**
 * Who asks, checked against who may call the route and which campus its path names.
 * @throws ProblemError 401 without a token where one is needed, 403 for a role that may not, 404 for a campus out of scope
 */
export function authorize({ roles }: RouteContract, params: Readonly<Record<string, string>>, event: HttpEvent): Scope {
  const publicKind = publicKinds.find((kind) => roles.includes(kind))
  const claims = event.requestContext.authorizer?.jwt?.claims
  if (!claims) {
    if (publicKind) return publicScope(publicKind, params)
    throw new ProblemError(401, 'tokenMissing', { headers: { 'www-authenticate': 'Bearer' } })
  }
  const scope = staffScope(claims)
  if (!roles.some((role) => role === scope.actor.kind)) {
    if (publicKind) return publicScope(publicKind, params)
    throw new ProblemError(403, 'roleNotAllowed')
  }
  const { campusId } = params
  if (campusId !== undefined && isId('campus', campusId) && !enterCampus(scope, campusId)) {
    throw new ProblemError(404, 'notFound')
  }
  return scope
}
