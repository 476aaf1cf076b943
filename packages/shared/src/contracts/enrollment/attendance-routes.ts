import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { centihoursField, idField, instantField, monthField } from '../fields.ts'
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
    /** The lesson that a guest of the class makes up here. */
    makesUpLessonId: idField('lesson').optional(),
    markedAt: instantField(),
    /** 1 when first marked, one more with each correction. */
    revision: z.int(),
  }),
)

/** What of a mark counts for the attendance rate. */
const countsAsField = whenAsked(() => z.enum(['attended', 'missed', 'notDue']))
/** How a figure comes about, in the names of the fields. */
const formula = whenAsked(() => ({ formula: z.string() }))

/** How often somebody was there. */
const rate = whenAsked(() => ({
  dueLessons: z.int(),
  attendedLessons: z.int(),
  /** In hundredths of a percent; absent when no lesson was due. */
  rateBasisPoints: z.int().optional(),
}))

const sheet = whenAsked(() => ({
  lessonId: idField('lesson'),
  teacher: teacherMark().optional(),
  marks: z.array(markReply()),
  /** Students of the class, and its guests, who have no mark in this lesson yet. */
  unmarked: z.array(idField('student')),
}))

/** What a mark may be refused for; the details name the students. */
const markRefusals = {
  lessonInFuture: 409,
  lessonCancelled: 409,
  alreadyMarked: 409,
  notEnrolled: 409,
  /** A guest makes a lesson up, or does not come. */
  guestNotMakeUp: 409,
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
        marks: z.array(z.object({ studentId: idField('student'), status: attendanceStatusField() })).max(mostSeats),
        /** Students whom the sheet leaves out, and a card reader saw, are marked as proposed. */
        takeCheckIns: z.boolean().default(false),
        /** With the first sheet of a lesson; a later sheet for those who were left out goes without. */
        teacher: teacherMark().optional(),
      })
      .refine(({ marks }) => new Set(marks.map(({ studentId }) => studentId)).size === marks.length, {
        path: ['marks'],
        error: 'a student stands on a sheet once',
      })
      .refine(({ marks, takeCheckIns }) => marks.length > 0 || takeCheckIns, {
        path: ['marks'],
        error: 'somebody stands on a sheet',
      }),
  reply: { status: 201, body: () => z.object(sheet()) },
  refusals: { ...markRefusals, teacherNotMarked: 422, teacherAlreadyMarked: 409 },
  idempotency: 'required',
})

export const getClassSheet = defineRoute({
  id: 'getClassSheet',
  service: 'enrollment',
  summary: 'The class sheet of a lesson, with what a card reader proposes for those who are not marked.',
  method: 'GET',
  path: '/campuses/{campusId}/lessons/{lessonId}/attendance',
  roles: staffRoles,
  params: ofLesson,
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        ...sheet(),
        proposals: z.array(
          z.object({
            studentId: idField('student'),
            status: z.enum(['attended', 'late', 'makeUp']),
            checkedInAt: instantField(),
          }),
        ),
      }),
  },
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
  refusals: {
    sameStatus: 409,
    notMarked: 409,
    notYourLesson: 403,
    guestNotMakeUp: 409,
    makeUpUsed: 409,
    creditNotOpen: 409,
  },
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
        ...rate(),
        ...formula(),
        marks: z.array(
          markReply().extend({
            lessonId: idField('lesson'),
            startsAt: instantField(),
            countsAs: countsAsField(),
          }),
        ),
      }),
  },
  refusals: {},
  tables: ['marks', 'figures'],
})

export const getStudentAttendance = defineRoute({
  id: 'getStudentAttendance',
  service: 'enrollment',
  summary: 'How often a student was there, by month and by enrollment; only lessons at which they were due count.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/attendance',
  roles: staffRoles,
  params: () => z.object({ ...campus(), studentId: idField('student') }),
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        ...rate(),
        ...formula(),
        months: z.array(z.object({ month: monthField(), ...rate() })),
        enrollments: z.array(z.object({ enrollmentId: idField('enrollment'), ...rate() })),
      }),
  },
  refusals: {},
  tables: ['months', 'enrollments', 'figures'],
})

export const getTeacherAttendance = defineRoute({
  id: 'getTeacherAttendance',
  service: 'enrollment',
  summary: 'How a teacher was in the lessons of a month that were theirs.',
  method: 'GET',
  path: '/campuses/{campusId}/teachers/{teacherId}/attendance',
  roles: ['principal', 'campusManager', 'learningManager', 'teacher', 'finance'],
  params: () => z.object({ ...campus(), teacherId: idField('staff') }),
  query: () => z.object({ month: monthField() }),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        ...rate(),
        ...formula(),
        lessons: z.array(
          z.object({
            lessonId: idField('lesson'),
            startsAt: instantField(),
            status: teacherStatusField(),
            countsAs: countsAsField(),
          }),
        ),
      }),
  },
  refusals: { notYourAttendance: 403 },
  tables: ['lessons', 'figures'],
})

export const correctTeacherMark = defineRoute({
  id: 'correctTeacherMark',
  service: 'enrollment',
  summary: 'The teacher of a lesson was marked wrongly: the mark is made right and the pay follows.',
  method: 'POST',
  path: '/campuses/{campusId}/lessons/{lessonId}/teacher-corrections',
  roles: ['principal', 'campusManager', 'learningManager'],
  params: ofLesson,
  query: nothing,
  body: teacherMark,
  reply: { status: 201, body: () => z.object(sheet()) },
  refusals: { notHeld: 409, sameStatus: 409 },
  idempotency: 'required',
})
