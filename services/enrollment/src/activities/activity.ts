import type { Language } from '@tutelage/shared/contracts/fields.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, hourMs, type Instant } from '@tutelage/shared/kernel/instant.ts'

/** What families and students come together for, beside lessons. Rule: E20. */
export type Activity = {
  readonly activityId: Id<'activity'>
  readonly kind: 'studyGroup' | 'sharingSession' | 'parentMeeting' | 'openDay'
  readonly title: Readonly<Record<Language, string>>
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly place: string
  /** How many people may come, > 0. */
  readonly capacity: number
  readonly peopleSignedUp: number
} & (
  | { readonly status: 'planned' }
  | { readonly status: 'cancelled'; readonly reason: string; readonly cancelledAt: Instant }
)

/** A family that wants to come, and whether it came. */
export interface SignUp {
  readonly activityId: Id<'activity'>
  readonly studentId: StudentId
  /** How many of the family come, > 0. */
  readonly people: number
  readonly status: 'signedUp' | 'withdrawn' | 'attended' | 'missed'
  readonly signedUpAt: Instant
}

type Begun = 'hasBegun'
type Cancelled = 'alreadyCancelled'

/** Refuses what comes too late. */
const before = ({ startsAt }: Activity, now: Instant): Decision<null, Begun> =>
  now < startsAt ? accept(null) : refuse('hasBegun', { startsAt })

const planned = (activity: Activity): Decision<null, Cancelled> =>
  activity.status === 'planned' ? accept(null) : refuse('alreadyCancelled', { cancelledAt: activity.cancelledAt })

/** The places that a sign-up takes. */
export const placesOf = (signUp: SignUp | undefined): number => (signUp?.status === 'signedUp' ? signUp.people : 0)

/**
 * Cancels what has not begun.
 * @returns the activity, or refuses `alreadyCancelled`, `hasBegun`
 * Rule: E20.
 */
export function cancel(activity: Activity, reason: string, now: Instant): Decision<Activity, Cancelled | Begun> {
  const open = planned(activity)
  if (!open.ok) return open
  const inTime = before(activity, now)
  if (!inTime.ok) return inTime
  return accept({ ...activity, status: 'cancelled', reason, cancelledAt: now })
}

/**
 * Signs a family up, or changes with how many people it comes.
 * @param known what the family said before
 * @returns the sign-up, or refuses `alreadyCancelled`, `hasBegun`, `activityFull` with the places left
 * Rule: E20.
 */
export function joinActivity(
  activity: Activity,
  known: SignUp | undefined,
  { studentId, people, now }: { readonly studentId: StudentId; readonly people: number; readonly now: Instant },
): Decision<SignUp, Cancelled | Begun | 'activityFull'> {
  const open = planned(activity)
  if (!open.ok) return open
  const inTime = before(activity, now)
  if (!inTime.ok) return inTime
  const placesLeft = activity.capacity - activity.peopleSignedUp + placesOf(known)
  if (people > placesLeft) return refuse('activityFull', { placesLeft })
  const signedUpAt = known && placesOf(known) > 0 ? known.signedUpAt : now
  return accept({ activityId: activity.activityId, studentId, people, status: 'signedUp', signedUpAt })
}

/** The family does not come, or refuses `notSignedUp`, `hasBegun`. Rule: E20. */
export function leaveActivity(
  activity: Activity,
  known: SignUp | undefined,
  now: Instant,
): Decision<SignUp, 'notSignedUp' | Begun> {
  if (known?.status !== 'signedUp') return refuse('notSignedUp')
  const inTime = before(activity, now)
  return inTime.ok ? accept({ ...known, status: 'withdrawn' }) : inTime
}

/**
 * Marks whether a family came. Who comes without having signed up is welcome; who never signed up did not miss anything.
 * @returns the sign-up, or refuses `alreadyCancelled`, `notBegun`, `notSignedUp`
 * Rule: E20.
 */
export function markPresence(
  activity: Activity,
  known: SignUp | undefined,
  mark: { readonly studentId: StudentId; readonly status: 'attended' | 'missed'; readonly now: Instant },
): Decision<SignUp, Cancelled | 'notBegun' | 'notSignedUp'> {
  const { studentId, status, now } = mark
  const open = planned(activity)
  if (!open.ok) return open
  if (now < activity.startsAt) return refuse('notBegun', { startsAt: activity.startsAt })
  const expected = known && known.status !== 'withdrawn'
  if (!expected && status === 'missed') return refuse('notSignedUp')
  const walkIn = { activityId: activity.activityId, studentId, people: 1, signedUpAt: now }
  return accept({ ...(expected ? known : walkIn), status })
}

/** When a family that signs up now is to be reminded; never when it is nearer than that. Rule: E20. */
export function reminderAt({ startsAt }: Activity, hoursBefore: number, now: Instant): Instant | undefined {
  const at = addMs(startsAt, -hoursBefore * hourMs)
  return hoursBefore > 0 && at > now ? at : undefined
}
