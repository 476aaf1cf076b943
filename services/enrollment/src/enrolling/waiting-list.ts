import type { HouseholdId, Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'

/** A student who waits for a seat in a class, or has been offered one. */
export interface Waiting {
  readonly classGroupId: Id<'classGroup'>
  readonly studentId: StudentId
  readonly householdId: HouseholdId
  readonly joinedAt: Instant
  readonly state:
    | { readonly status: 'waiting' }
    | { readonly status: 'offered'; readonly offeredAt: Instant; readonly expiresAt: Instant }
}

/** Whether a seat is kept for a family still. Rule: E3. */
export const isKeptFor = ({ state }: Waiting, now: Instant): boolean =>
  state.status === 'offered' && state.expiresAt > now

const orderOf = ({ state, joinedAt, studentId }: Waiting): string =>
  `${state.status === 'offered' ? 0 : 1} ${joinedAt} ${studentId}`

/** Those with an offer, then the others in the order in which they joined. Rule: E3. */
export const inOrder = <One extends Waiting>(list: readonly One[]): readonly One[] =>
  [...list].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))

/** Everybody with their place among those who were offered nothing yet: 1 is the next. Rule: E3. */
export function withPositions(list: readonly Waiting[]): readonly (Waiting & { readonly position?: number })[] {
  let position = 0
  return inOrder(list).map((each) => {
    if (each.state.status === 'offered') return each
    position += 1
    return { ...each, position }
  })
}
