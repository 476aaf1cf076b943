import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { activityKindField, signUpReply } from '@tutelage/shared/contracts/enrollment/activities-routes.ts'
import { titleField } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { Item, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import { type Activity, placesOf, type SignUp } from './activity.ts'

/** The due jobs: a family is reminded; the families of a cancelled activity are told. */
export const reminderJob = 'remind-of-activity'
export const cancellationJob = 'tell-activity-cancelled'

const state = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('planned') }),
    z.object({
      status: z.literal('cancelled'),
      reason: z.string(),
      cancelledAt: instantField(),
      /** Up to which family the cancellation was told; none when nobody was yet. */
      toldUpTo: z.string().optional(),
    }),
  ]),
)
const activityItem = defineItem('activity', () =>
  z.object({
    activityId: idField('activity'),
    kind: activityKindField(),
    title: titleField(),
    startsAt: instantField(),
    endsAt: instantField(),
    place: z.string(),
    capacity: z.int(),
    peopleSignedUp: z.int(),
    state: state(),
  }),
)
const signUpItem = defineItem('activitySignUp', signUpReply)

const partition = (activityId: Id<'activity'>): string => `ACTIVITY#${activityId}`
const activityKey = ({ campus }: CampusContext, id: Id<'activity'>): ItemKey =>
  campusKey(campus, partition(id), 'ACTIVITY')
const signUpKey = ({ campus }: CampusContext, { activityId, studentId }: Pick<SignUp, 'activityId' | 'studentId'>) =>
  campusKey(campus, partition(activityId), `SIGNUP#${studentId}`)

/** An activity as it is stored: a cancelled one knows up to which family that was told. */
export interface StoredActivity extends Stored<Activity> {
  readonly toldUpTo?: string | undefined
}

function activityOf(item: Item): StoredActivity {
  const { value, version } = activityItem.read(item)
  const { state: kept, ...rest } = value
  if (kept.status === 'planned') return { value: { ...rest, ...kept }, version }
  const { toldUpTo, ...cancelled } = kept
  return { value: { ...rest, ...cancelled }, version, toldUpTo }
}

/** @throws NotFound when the campus has no such activity */
export async function loadActivity(context: CampusContext, activityId: Id<'activity'>): Promise<StoredActivity> {
  const item = await context.table.get(activityKey(context, activityId))
  if (!item) throw new NotFound('activity')
  return activityOf(item)
}

/** The activity that the due index points to. */
export async function findActivityAt(
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<StoredActivity | undefined> {
  const item = await table.get({ pk, sk })
  return item && activityOf(item)
}

/**
 * Stores an activity, on the list by its time.
 * @param tellAt when its cancellation is to be told on
 */
export function writeActivity(context: CampusContext, stored: StoredActivity, tellAt?: Instant): Write {
  const { value: activity, version, toldUpTo } = stored
  const { activityId, kind, title, startsAt, endsAt, place, capacity, peopleSignedUp } = activity
  const key = activityKey(context, activityId)
  const indexes = {
    lookupPk: campusPartition(context.campus, 'ACTIVITIES'),
    lookupSk: `${startsAt}#${activityId}`,
    ...(tellAt && dueAttributes(context.campus, { job: cancellationJob, at: tellAt, key })),
  }
  const kept = { activityId, kind, title: { ...title }, startsAt, endsAt, place, capacity, peopleSignedUp }
  const told = toldUpTo !== undefined && { toldUpTo }
  const now: z.output<ReturnType<typeof state>> =
    activity.status === 'planned'
      ? { status: 'planned' }
      : { status: 'cancelled', reason: activity.reason, cancelledAt: activity.cancelledAt, ...told }
  return activityItem.write(key, { ...kept, state: now }, { version, indexes })
}

/** Takes places, or gives them back; the commit fails when there are not as many by then. */
export const takePlaces = (context: CampusContext, { activityId, capacity }: Activity, places: number): Write => ({
  op: 'add',
  key: activityKey(context, activityId),
  add: { peopleSignedUp: places },
  within: { peopleSignedUp: { min: 0, max: capacity } },
})

/** One page of the activities from a moment on, by time; it may be a moment behind. */
export async function listActivities(
  { table, campus }: CampusContext,
  from: Instant,
  { limit, cursor }: PageRequest,
): Promise<{ readonly items: Activity[]; readonly nextCursor?: string }> {
  const pk = campusPartition(campus, 'ACTIVITIES')
  const page = { limit, ...(cursor !== undefined && { cursor }) }
  const { items, nextCursor } = await table.query({ index: 'lookup', pk, sk: { from, to: '9999' }, ...page })
  return { items: items.map((item) => activityOf(item).value), ...(nextCursor !== undefined && { nextCursor }) }
}

export const findSignUp = async (
  context: CampusContext,
  activityId: Id<'activity'>,
  studentId: StudentId,
): Promise<Stored<SignUp> | undefined> =>
  signUpItem.find(await context.table.get(signUpKey(context, { activityId, studentId })))

/** The sign-up that the due index points to. */
export const findSignUpAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<SignUp> | undefined> => signUpItem.find(await table.get({ pk, sk }))

/**
 * @param version as it was read, or 0 for a new one
 * @param remindAt when the family is to be reminded
 */
export function writeSignUp(context: CampusContext, { value, version }: Stored<SignUp>, remindAt?: Instant): Write {
  const key = signUpKey(context, value)
  const at = placesOf(value) > 0 && remindAt
  const indexes = {
    lookupPk: campusPartition(context.campus, `SIGNUPSOF#${value.studentId}`),
    lookupSk: value.activityId,
    ...(at && dueAttributes(context.campus, { job: reminderJob, at, key })),
  }
  return signUpItem.write(key, value, { version, indexes })
}

/** One page of an activity's sign-ups, by student id. */
export const listSignUps = ({ table, campus }: CampusContext, activityId: Id<'activity'>, page: PageRequest) =>
  readPage(table, signUpItem, {
    pk: campusPartition(campus, partition(activityId)),
    sk: { beginsWith: 'SIGNUP#' },
    ...page,
  })
