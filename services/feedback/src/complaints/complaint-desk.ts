import type { ComplaintFile } from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import { type Refusal, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Actor } from '@tutelage/shared/kernel/scope.ts'

export type Desk = ComplaintFile['desk']
export type Severity = ComplaintFile['severity']

/** Who sits at a desk; the managers may do the work of each. */
const rolesAt: Readonly<Record<Desk, readonly Actor['kind'][]>> = {
  marketing: ['principal', 'campusManager', 'consultant'],
  teaching: ['principal', 'campusManager', 'learningManager'],
  principalLine: ['principal', 'campusManager'],
}

/** Which desk receives a complaint and answers the family: marketing, or of a major one the principal's line. Rule: F2. */
export const answeringDesk = (severity: Severity): Desk => (severity === 'major' ? 'principalLine' : 'marketing')

/** Which desk investigates and resolves: teaching, or of a major one the principal's line. Rule: F2. */
export const resolvingDesk = (severity: Severity): Desk => (severity === 'major' ? 'principalLine' : 'teaching')

const sitsAt = (actor: Actor, desk: Desk): boolean => rolesAt[desk].includes(actor.kind)

/** @returns undefined when the actor may do that desk's work, or the refusal `notYourDesk` with the desk. Rule: F2. */
export const checkDesk = (actor: Actor, desk: Desk): Refusal<'notYourDesk'> | undefined =>
  sitsAt(actor, desk) ? undefined : refuse('notYourDesk', { desk })

/** Whether the actor needs the words of a complaint: of a major one only the principal's line. Rule: Least privilege. */
export const maySeeStatements = (actor: Actor, severity: Severity): boolean =>
  sitsAt(actor, answeringDesk(severity)) || sitsAt(actor, resolvingDesk(severity))
