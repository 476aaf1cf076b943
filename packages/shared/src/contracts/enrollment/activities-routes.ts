import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, lineField, pageOf, pageQuery, textField } from '../fields.ts'
import { titleField } from './catalogue-routes.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofActivity = whenAsked(() => z.object({ ...campus(), activityId: idField('activity') }))
const ofSignUp = whenAsked(() =>
  z.object({ ...campus(), activityId: idField('activity'), studentId: idField('student') }),
)
const organizers = ['principal', 'campusManager', 'learningManager'] as const
const welcomers = [...organizers, 'consultant', 'teacher', 'frontDesk'] as const

/** What families and students come together for. Rule: E20. */
export const activityKindField = whenAsked(() => z.enum(['studyGroup', 'sharingSession', 'parentMeeting', 'openDay']))

const activity = whenAsked(() => ({
  kind: activityKindField(),
  title: titleField(),
  startsAt: instantField(),
  endsAt: instantField(),
  place: lineField(100),
  /** How many people may come. */
  capacity: z.int().min(1).max(2_000),
}))
const identity = whenAsked(() => ({
  activityId: idField('activity'),
  ...activity(),
  /** How many people signed up. */
  peopleSignedUp: z.int(),
}))
export const activityReply = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ ...identity(), status: z.literal('planned') }),
    z.object({ ...identity(), status: z.literal('cancelled'), reason: z.string(), cancelledAt: instantField() }),
  ]),
)

/** A family that wants to come, and whether it came. */
export const signUpReply = whenAsked(() =>
  z.object({
    activityId: idField('activity'),
    studentId: idField('student'),
    people: z.int(),
    status: z.enum(['signedUp', 'withdrawn', 'attended', 'missed']),
    signedUpAt: instantField(),
  }),
)

export const planActivity = defineRoute({
  id: 'planActivity',
  service: 'enrollment',
  summary: 'Plans a study group, a sharing session, a parent meeting or an open day.',
  method: 'POST',
  path: '/campuses/{campusId}/activities',
  roles: organizers,
  params: () => z.object(campus()),
  query: nothing,
  body: () =>
    z.object(activity()).refine(({ startsAt, endsAt }) => startsAt < endsAt, {
      path: ['endsAt'],
      error: 'an activity ends after it starts',
    }),
  reply: { status: 201, body: activityReply },
  refusals: { hasBegun: 422 },
})

export const listActivities = defineRoute({
  id: 'listActivities',
  service: 'enrollment',
  summary: 'The activities from a moment on (now, if none is named), the next first.',
  method: 'GET',
  path: '/campuses/{campusId}/activities',
  roles: staffRoles,
  params: () => z.object(campus()),
  query: () => z.object({ ...pageQuery(), from: instantField().optional() }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(activityReply()) },
  refusals: {},
})

export const getActivity = defineRoute({
  id: 'getActivity',
  service: 'enrollment',
  summary: 'One activity.',
  method: 'GET',
  path: '/campuses/{campusId}/activities/{activityId}',
  roles: staffRoles,
  params: ofActivity,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: activityReply },
  refusals: {},
})

export const cancelActivity = defineRoute({
  id: 'cancelActivity',
  service: 'enrollment',
  summary: 'Cancels an activity; the families that signed up are told.',
  method: 'POST',
  path: '/campuses/{campusId}/activities/{activityId}/cancellation',
  roles: organizers,
  params: ofActivity,
  query: nothing,
  body: () => z.object({ reason: textField(500) }),
  reply: { status: 200, body: activityReply },
  refusals: { alreadyCancelled: 409, hasBegun: 409 },
})

export const signUp = defineRoute({
  id: 'signUp',
  service: 'enrollment',
  summary: 'Signs a student and their family up; again with another number of people it changes that.',
  method: 'PUT',
  path: '/campuses/{campusId}/activities/{activityId}/sign-ups/{studentId}',
  roles: welcomers,
  params: ofSignUp,
  query: nothing,
  body: () => z.object({ people: z.int().min(1).max(20).default(1) }),
  reply: { status: 200, body: signUpReply },
  refusals: { alreadyCancelled: 409, hasBegun: 409, activityFull: 409 },
})

export const withdrawSignUp = defineRoute({
  id: 'withdrawSignUp',
  service: 'enrollment',
  summary: 'The family does not come; its places are free again.',
  method: 'POST',
  path: '/campuses/{campusId}/activities/{activityId}/sign-ups/{studentId}/withdrawal',
  roles: welcomers,
  params: ofSignUp,
  query: nothing,
  body: () => z.object({}),
  reply: { status: 200, body: signUpReply },
  refusals: { notSignedUp: 409, hasBegun: 409 },
})

export const markSignUp = defineRoute({
  id: 'markSignUp',
  service: 'enrollment',
  summary: 'Says whether a family that signed up came. A family may also come without having signed up.',
  method: 'PUT',
  path: '/campuses/{campusId}/activities/{activityId}/sign-ups/{studentId}/attendance',
  roles: welcomers,
  params: ofSignUp,
  query: nothing,
  body: () => z.object({ status: z.enum(['attended', 'missed']) }),
  reply: { status: 200, body: signUpReply },
  refusals: { alreadyCancelled: 409, notBegun: 409, notSignedUp: 409 },
})

export const listSignUps = defineRoute({
  id: 'listSignUps',
  service: 'enrollment',
  summary: 'Who signed up for an activity, and who came.',
  method: 'GET',
  path: '/campuses/{campusId}/activities/{activityId}/sign-ups',
  roles: welcomers,
  params: ofActivity,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(signUpReply()) },
  refusals: {},
})
