import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { centihoursField, idField, instantField } from '../fields.ts'
import { mostSeats } from './catalogue-routes.ts'
import { attendanceStatusField } from './events.ts'
import { teacherStatusField } from './policies.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofLesson = whenAsked(() => z.object({ ...campus(), lessonId: idField('lesson') }))
const markers = ['principal', 'campusManager', 'learningManager', 'teacher', 'frontDesk'] as const

const teacherMark = whenAsked(() => z.object({ staffId: idField('staff'), status: teacherStatusField() }))

/** One student in one lesson, with what the mark caused. */
export const markReply = whenAsked(() =>
  z.object({
    studentId: idField('student'),
    enrollmentId: idField('enrollment'),
    status: attendanceStatusField(),
    deductedCentihours: centihoursField(),
    makeUpGranted: z.boolean(),
    markedAt: instantField(),
    /** 1 when first marked, one more with each correction. */
    revision: z.int(),
  }),
)

const sheet = whenAsked(() => ({
  lessonId: idField('lesson'),
  teacher: teacherMark().optional(),
  marks: z.array(markReply()),
  /** Students of the class who have no mark in this lesson yet. */
  unmarked: z.array(idField('student')),
}))

/** What a mark may be refused for; the details name the students. */
const markRefusals = {
  lessonInFuture: 409,
  lessonCancelled: 409,
  alreadyMarked: 409,
  notEnrolled: 409,
  notYourLesson: 403,
} as const

export const markAttendance = defineRoute({
  id: 'markAttendance',
  service: 'enrollment',
  summary: 'The class sheet of a lesson in one call: students and teacher; hours are deducted and pay accrues at once.',
  method: 'POST',
  path: '/campuses/{campusId}/lessons/{lessonId}/attendance',
  roles: markers,
  params: ofLesson,
  query: nothing,
  body: () =>
    z
      .object({
        marks: z
          .array(z.object({ studentId: idField('student'), status: attendanceStatusField() }))
          .min(1)
          .max(mostSeats),
        /** With the first sheet of a lesson; a later sheet for those who were left out goes without. */
        teacher: teacherMark().optional(),
      })
      .refine(({ marks }) => new Set(marks.map(({ studentId }) => studentId)).size === marks.length, {
        path: ['marks'],
        error: 'a student stands on a sheet once',
      }),
  reply: { status: 201, body: () => z.object(sheet()) },
  refusals: { ...markRefusals, teacherNotMarked: 422, teacherAlreadyMarked: 409 },
  idempotency: 'required',
})

export const getClassSheet = defineRoute({
  id: 'getClassSheet',
  service: 'enrollment',
  summary: 'The class sheet of a lesson.',
  method: 'GET',
  path: '/campuses/{campusId}/lessons/{lessonId}/attendance',
  roles: staffRoles,
  params: ofLesson,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => z.object(sheet()) },
  refusals: {},
})

export const correctAttendance = defineRoute({
  id: 'correctAttendance',
  service: 'enrollment',
  summary: "A mark was wrong: reverses exactly what it caused and posts the right one; the teacher's pay follows.",
  method: 'POST',
  path: '/campuses/{campusId}/lessons/{lessonId}/attendance/{studentId}/corrections',
  roles: ['principal', 'campusManager', 'learningManager', 'teacher'],
  params: () => z.object({ ...campus(), lessonId: idField('lesson'), studentId: idField('student') }),
  query: nothing,
  body: () => z.object({ status: attendanceStatusField() }),
  reply: { status: 201, body: markReply },
  refusals: { sameStatus: 409, notMarked: 409, notYourLesson: 403 },
  idempotency: 'required',
})

export const getAttendance = defineRoute({
  id: 'getAttendance',
  service: 'enrollment',
  summary: 'The marks of an enrollment and its attendance rate, which counts only lessons the student was due at.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/attendance',
  roles: staffRoles,
  params: () => z.object({ ...campus(), enrollmentId: idField('enrollment') }),
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        dueLessons: z.int(),
        attendedLessons: z.int(),
        /** In hundredths of a percent; absent when no lesson was due. */
        rateBasisPoints: z.int().optional(),
        marks: z.array(markReply().extend({ lessonId: idField('lesson'), startsAt: instantField() })),
      }),
  },
  refusals: {},
})
