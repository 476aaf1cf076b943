import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/activities-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { loadStudent } from '../students/student-store.ts'
import {
  type Activity,
  joinActivity,
  leaveActivity,
  markPresence,
  placesOf,
  reminderAt,
  type SignUp,
} from './activity.ts'
import { findSignUp, loadActivity, takePlaces, writeSignUp } from './activity-store.ts'
import { activitiesPolicy } from './policy.ts'

interface Asked {
  readonly activityId: Id<'activity'>
  readonly studentId: StudentId
}

/** The activity, the student as leads know them, and what the family said before. @throws NotFound of either */
async function loadWish(context: CampusContext, { activityId, studentId: asked }: Asked) {
  const { value: activity } = await loadActivity(context, activityId)
  const { studentId } = await loadStudent(context, asked)
  return { activity, studentId, known: await findSignUp(context, activityId, studentId) }
}

/** Stores what a family said now, and takes or frees its places in the same commit. */
function commitSignUp(
  context: CampusContext,
  {
    activity,
    known,
    after,
    remindAt,
  }: {
    readonly activity: Activity
    readonly known: Awaited<ReturnType<typeof findSignUp>>
    readonly after: SignUp
    readonly remindAt?: Instant | undefined
  },
) {
  const places = placesOf(after) - placesOf(known?.value)
  const writes = [writeSignUp(context, { value: after, version: known?.version ?? 0 }, remindAt)]
  if (places !== 0) writes.push(takePlaces(context, activity, places))
  return context.commit({ writes, answer: after })
}

/**
 * Signs a family up, or changes with how many people it comes.
 * @returns the sign-up, or refuses `alreadyCancelled`, `hasBegun`, `activityFull`
 * @throws NotFound of the activity or the student
 * Rule: E20.
 */
export async function signUp({ params, body }: RequestOf<typeof contracts.signUp>, context: CampusContext) {
  const { activity, studentId, known } = await loadWish(context, params)
  const joined = joinActivity(activity, known?.value, { studentId, people: body.people, now: context.now })
  if (!joined.ok) return joined
  const { remindHoursBefore } = await activitiesPolicy.load(context)
  const remindAt = reminderAt(activity, remindHoursBefore, context.now)
  return accept(await commitSignUp(context, { activity, known, after: joined.value, remindAt }))
}

/**
 * The family does not come.
 * @returns the sign-up, or refuses `notSignedUp`, `hasBegun`
 * @throws NotFound of the activity or the student
 * Rule: E20.
 */
export async function withdrawSignUp({ params }: RequestOf<typeof contracts.withdrawSignUp>, context: CampusContext) {
  const { activity, known } = await loadWish(context, params)
  const left = leaveActivity(activity, known?.value, context.now)
  return left.ok ? accept(await commitSignUp(context, { activity, known, after: left.value })) : left
}

/**
 * Says whether a family came.
 * @returns the sign-up, or refuses `alreadyCancelled`, `notBegun`, `notSignedUp`
 * @throws NotFound of the activity or the student
 * Rule: E20.
 */
export async function markSignUp({ params, body }: RequestOf<typeof contracts.markSignUp>, context: CampusContext) {
  const { activity, studentId, known } = await loadWish(context, params)
  const marked = markPresence(activity, known?.value, { studentId, ...body, now: context.now })
  if (!marked.ok) return marked
  const writes = [writeSignUp(context, { value: marked.value, version: known?.version ?? 0 })]
  return accept(await context.commit({ writes, answer: marked.value }))
}
