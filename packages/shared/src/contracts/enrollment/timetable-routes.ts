import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, pageOf, pageQuery, textField } from '../fields.ts'
import { busyRefusals } from './catalogue-routes.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
/** Who makes the timetable. */
export const planners = ['principal', 'campusManager', 'learningManager', 'frontDesk'] as const

/** At most this many lessons are scheduled in one call, so that they are one transaction. */
export const mostLessonsAtOnce = 25
const longestLessonMs = 12 * 60 * 60 * 1_000

const times = whenAsked(() => ({ startsAt: instantField(), endsAt: instantField() }))
/** A lesson's time as it is asked for. */
export const timesField = whenAsked(() =>
  z
    .object(times())
    .refine(({ startsAt, endsAt }) => startsAt < endsAt, { path: ['endsAt'], error: 'a lesson ends after it starts' })
    .refine(({ startsAt, endsAt }) => Date.parse(endsAt) - Date.parse(startsAt) <= longestLessonMs, {
      path: ['endsAt'],
      error: 'a lesson lasts at most 12 hours',
    }),
)

export const lessonReply = whenAsked(() =>
  z.object({
    lessonId: idField('lesson'),
    classGroupId: idField('classGroup'),
    courseId: idField('course'),
    teacherId: idField('staff'),
    /** The class's own teacher, when another stands in. */
    substituteFor: idField('staff').optional(),
    roomId: idField('room').optional(),
    ...times(),
    /** `held` once its teacher was marked. */
    status: z.enum(['scheduled', 'held', 'cancelled']),
  }),
)

/** A lesson that is over, or off the timetable, is not changed. */
export const openRefusals = { alreadyCancelled: 409, alreadyMarked: 409 } as const

export const scheduleLessons = defineRoute({
  id: 'scheduleLessons',
  service: 'enrollment',
  summary: 'Gives lessons of a class group their times; all of them or none.',
  method: 'POST',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/lessons',
  roles: planners,
  params: () => z.object({ ...campus(), classGroupId: idField('classGroup') }),
  query: nothing,
  body: () => z.object({ lessons: z.array(timesField()).min(1).max(mostLessonsAtOnce) }),
  reply: { status: 201, body: () => z.object({ lessons: z.array(lessonReply()) }) },
  refusals: { ...busyRefusals, tooManyLessons: 409, tooManyAtOnce: 422 },
})

export const listLessons = defineRoute({
  id: 'listLessons',
  service: 'enrollment',
  summary: 'The lessons of a class group, by time.',
  method: 'GET',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/lessons',
  roles: staffRoles,
  params: () => z.object({ ...campus(), classGroupId: idField('classGroup') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(lessonReply()) },
  refusals: {},
})

export const getLesson = defineRoute({
  id: 'getLesson',
  service: 'enrollment',
  summary: 'One lesson.',
  method: 'GET',
  path: '/campuses/{campusId}/lessons/{lessonId}',
  roles: staffRoles,
  params: () => z.object({ ...campus(), lessonId: idField('lesson') }),
  query: nothing,
  body: noBody,
  reply: { status: 200, body: lessonReply },
  refusals: {},
})

export const cancelLesson = defineRoute({
  id: 'cancelLesson',
  service: 'enrollment',
  summary: 'Takes a lesson off the timetable; another can be scheduled in its place.',
  method: 'POST',
  path: '/campuses/{campusId}/lessons/{lessonId}/cancellations',
  roles: planners,
  params: () => z.object({ ...campus(), lessonId: idField('lesson') }),
  query: nothing,
  body: () => z.object({ reason: textField(500) }),
  reply: { status: 200, body: lessonReply },
  refusals: openRefusals,
})
