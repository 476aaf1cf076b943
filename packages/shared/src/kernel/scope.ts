import type { Brand } from './brand.ts'
import type { CampusId } from './ids.ts'

/** What a person of the chain does there, from the token of the identity provider. */
export const staffRoles = [
  'principal',
  'campusManager',
  'consultant',
  'learningManager',
  'teacher',
  'frontDesk',
  'finance',
] as const
export type StaffRole = (typeof staffRoles)[number]

/** Everyone who may ask: staff by role, a partner by its signature, a guardian by a link, anybody, or the system itself. */
export const roles = [...staffRoles, 'partner', 'guardianLink', 'anonymous'] as const
export type Role = (typeof roles)[number]

/** Who did it, as the audit trail and every event name them. */
export interface Actor {
  readonly kind: Role | 'system'
  /** Staff, partner or guardian id; the service's name for the system; `-` for anybody. */
  readonly id: string
}

/** Who asks and which campuses they may see. Every key is built from one, so nothing is read without it. */
export interface Scope {
  readonly actor: Actor
  readonly campuses: readonly CampusId[] | 'all'
}

/** One campus that the scope was checked to contain. Only `enterCampus` makes it. */
export type CampusScope = Brand<{ readonly scope: Scope; readonly campusId: CampusId }, 'CampusScope'>

/** @returns the scope narrowed to this campus, or undefined when the actor may not see it (answered as 404) */
export function enterCampus(scope: Scope, campusId: CampusId): CampusScope | undefined {
  if (scope.campuses !== 'all' && !scope.campuses.includes(campusId)) return undefined
  return { scope, campusId } as CampusScope
}

/** The scope of the system's own work: consuming events and running jobs of any campus. */
export const systemScope = (service: string): Scope => ({ actor: { kind: 'system', id: service }, campuses: 'all' })
