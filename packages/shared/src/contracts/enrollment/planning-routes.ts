import * as z from 'zod'
import { localTimeField, weekdayField } from '../campus.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, nothing } from '../define-route.ts'
import { idField, localDateField } from '../fields.ts'
import { busyRefusals } from './catalogue-routes.ts'
import { lessonReply, openRefusals, planners, timesField } from './timetable-routes.ts'

const ofLesson = whenAsked(() => z.object({ campusId: idField('campus'), lessonId: idField('lesson') }))

const weeklyTime = whenAsked(() =>
  z
    .object({ weekday: weekdayField(), from: localTimeField(), to: localTimeField() })
    .refine(({ from, to }) => from < to, { path: ['to'], error: 'a lesson ends after it starts, on the same day' })
    .refine(({ from, to }) => Number(to.slice(0, 2)) - Number(from.slice(0, 2)) < 12, {
      path: ['to'],
      error: 'a lesson lasts less than 12 hours',
    }),
)
type WeeklyTime = z.output<ReturnType<typeof weeklyTime>>

const overlap = (a: WeeklyTime, b: WeeklyTime): boolean => a.weekday === b.weekday && a.from < b.to && b.from < a.to

/** Nobody plans further ahead in one call. */
const mostDays = 731
const dayMs = 86_400_000

export const scheduleRecurrence = defineRoute({
  id: 'scheduleRecurrence',
  service: 'enrollment',
  summary:
    "Lessons at the same times of each week, on the campus's clock: holidays are skipped, make-up working days have the lessons of the weekday that they stand for (policy). Says what was skipped and why; where to go on, when one transaction does not take all of them.",
  method: 'POST',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/recurrences',
  roles: planners,
  params: () => z.object({ campusId: idField('campus'), classGroupId: idField('classGroup') }),
  query: nothing,
  body: () =>
    z
      .object({
        weekly: z
          .array(weeklyTime())
          .min(1)
          .max(21)
          .refine((weekly) => weekly.every((one, at) => !weekly.slice(0, at).some((other) => overlap(one, other))), {
            error: 'two times of the week overlap',
          }),
        from: localDateField(),
        /** The last day; without it, two years on. */
        until: localDateField().optional(),
        /** Without it, as many as the class still lacks. */
        count: z.int().min(1).max(400).optional(),
      })
      .refine(({ from, until }) => until === undefined || from <= until, {
        path: ['until'],
        error: 'the last day is no earlier than the first',
      })
      .refine(({ from, until }) => Date.parse(until ?? from) - Date.parse(from) < mostDays * dayMs, {
        path: ['until'],
        error: 'at most two years',
      }),
  reply: {
    status: 201,
    body: () =>
      z.object({
        lessons: z.array(lessonReply()),
        skipped: z.array(
          z.object({
            date: localDateField(),
            from: localTimeField(),
            reason: z.enum(['holiday', 'makeUpDay', 'skippedByClocks']),
          }),
        ),
        /** When one transaction did not take all: ask again from this day, for so many lessons. */
        next: z.object({ from: localDateField(), count: z.int() }).optional(),
      }),
  },
  refusals: { ...busyRefusals, tooManyLessons: 409, noLessons: 422 },
})

export const moveLesson = defineRoute({
  id: 'moveLesson',
  service: 'enrollment',
  summary: 'Another time or another room for one lesson; teacher, room and students are free at the old one.',
  method: 'POST',
  path: '/campuses/{campusId}/lessons/{lessonId}/moves',
  roles: planners,
  params: ofLesson,
  query: nothing,
  body: () =>
    z.object({
      times: timesField().optional(),
      /** `null`: in no room, such as online. */
      roomId: idField('room').nullable().optional(),
    }),
  reply: { status: 200, body: lessonReply },
  refusals: { ...busyRefusals, ...openRefusals, unknownRoom: 422, roomTooSmall: 409 },
})

export const substituteTeacher = defineRoute({
  id: 'substituteTeacher',
  service: 'enrollment',
  summary: "Another teacher for one lesson; the class keeps its own. The class's own again when it is named.",
  method: 'POST',
  path: '/campuses/{campusId}/lessons/{lessonId}/substitutions',
  roles: planners,
  params: ofLesson,
  query: nothing,
  body: () => z.object({ teacherId: idField('staff') }),
  reply: { status: 200, body: lessonReply },
  refusals: { ...busyRefusals, ...openRefusals, sameTeacher: 409 },
})
