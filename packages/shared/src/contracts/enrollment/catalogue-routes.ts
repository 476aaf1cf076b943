import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import {
  amountField,
  centihoursField,
  currencyField,
  idField,
  lineField,
  localDateField,
  pageOf,
  pageQuery,
  textField,
} from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'
import { attendanceOverrides } from './policies.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const managers = ['principal', 'campusManager'] as const

/** What customers read exists in both languages. */
export const titleField = whenAsked(() => z.object({ 'zh-CN': lineField(100), en: lineField(100) }))
const notesField = whenAsked(() => z.object({ 'zh-CN': textField(500), en: textField(500) }))

const course = whenAsked(() => ({
  title: titleField(),
  subject: lineField(40),
  /** 1 is the lowest. */
  level: z.int().min(1).max(99),
  /** The course that a student goes on to. */
  successorCourseId: idField('course').optional(),
}))
export const courseReply = whenAsked(() => z.object({ courseId: idField('course'), ...course() }))

const term = whenAsked(() => ({ title: titleField(), startsOn: localDateField(), endsOn: localDateField() }))
export const termReply = whenAsked(() => z.object({ termId: idField('term'), ...term() }))

const listPrice = whenAsked(() => ({
  /** From this day on, in the campus's calendar, until a later price. */
  effectiveFrom: localDateField(),
  amountMinor: amountField().refine((value) => value > 0, { error: 'must be more than nothing' }),
  /** How many hundredths of an hour that amount buys. */
  perCentihours: centihoursField().refine((value) => value > 0, { error: 'must be more than nothing' }),
}))
export const listPriceReply = whenAsked(() =>
  z.object({ courseId: idField('course'), currency: currencyField(), ...listPrice() }),
)

export const classKindField = whenAsked(() => z.enum(['regular', 'oneToOne', 'elite', 'reward']))

export const horizonField = whenAsked(() => z.enum(['longTerm', 'shortTerm']))

/** A class sheet is one transaction, so a class has at most this many seats. */
export const mostSeats = 200

const classGroup = whenAsked(() => ({
  title: titleField(),
  courseId: idField('course'),
  termId: idField('term'),
  kind: classKindField(),
  teacherId: idField('staff'),
  /** Where its lessons are held, unless one is moved. */
  roomId: idField('room').optional(),
  capacity: z.int().min(1).max(mostSeats),
  /** For learners who are here for long, or for a short time: the two are not mixed. */
  horizon: horizonField().default('longTerm'),
  /** How many lessons the class has; after the last of them the course is completed. */
  lessonCount: z.int().min(1).max(400),
  /** Deducted for one lesson. */
  centihoursPerLesson: centihoursField().refine((value) => value > 0, { error: 'must be more than nothing' }),
  /** What the teacher earns by one lesson. */
  teacherRateMinor: amountField(),
  /** What the family reads in the confirmation: books, things to bring. */
  preparationNotes: notesField().optional(),
  /** Where this class differs from the campus's attendance policy. */
  attendance: attendanceOverrides().optional(),
}))
export const classGroupReply = whenAsked(() =>
  z.object({
    classGroupId: idField('classGroup'),
    ...classGroup(),
    teacherRateMinor: amountField().optional(),
    seatsTaken: z.int(),
    seatsLeft: z.int(),
  }),
)

const classGroupView = whenAsked(() => classGroupReply().extend({ version: z.int() }))

/** Who has no time, with the lesson that takes it. */
export const busyRefusals = { teacherBusy: 409, roomBusy: 409, studentBusy: 409 } as const

const payIsNotTheirs = ['consultant', 'learningManager', 'frontDesk', 'teacher'] as const

export const createCourse = defineRoute({
  id: 'createCourse',
  service: 'enrollment',
  summary: 'Adds a course to the catalogue.',
  method: 'POST',
  path: '/campuses/{campusId}/courses',
  roles: managers,
  params: () => z.object(campus()),
  query: nothing,
  body: () => z.object(course()),
  reply: { status: 201, body: courseReply },
  refusals: { unknownCourse: 422 },
})

export const listCourses = defineRoute({
  id: 'listCourses',
  service: 'enrollment',
  summary: 'The courses of the catalogue.',
  method: 'GET',
  path: '/campuses/{campusId}/courses',
  roles: staffRoles,
  params: () => z.object(campus()),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(courseReply()) },
  refusals: {},
})

const courseView = whenAsked(() => courseReply().extend({ version: z.int() }))

export const getCourse = defineRoute({
  id: 'getCourse',
  service: 'enrollment',
  summary: 'One course.',
  method: 'GET',
  path: '/campuses/{campusId}/courses/{courseId}',
  roles: staffRoles,
  params: () => z.object({ ...campus(), courseId: idField('course') }),
  query: nothing,
  body: noBody,
  reply: { status: 200, body: courseView },
  refusals: {},
  etag: true,
})

export const changeSuccessor = defineRoute({
  id: 'changeSuccessor',
  service: 'enrollment',
  summary: 'The course that students go on to after this one, or none; never one that leads back to it.',
  method: 'PUT',
  path: '/campuses/{campusId}/courses/{courseId}/successor',
  roles: managers,
  params: () => z.object({ ...campus(), courseId: idField('course') }),
  query: nothing,
  body: () => z.object({ successorCourseId: idField('course').nullable() }),
  reply: { status: 200, body: courseView },
  refusals: { ...ifMatchRefusals, unknownCourse: 422, successorCircle: 409 },
  etag: true,
})

export const createTerm = defineRoute({
  id: 'createTerm',
  service: 'enrollment',
  summary: 'Adds a term.',
  method: 'POST',
  path: '/campuses/{campusId}/terms',
  roles: managers,
  params: () => z.object(campus()),
  query: nothing,
  body: () =>
    z.object(term()).refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
      path: ['endsOn'],
      error: 'a term ends no earlier than it starts',
    }),
  reply: { status: 201, body: termReply },
  refusals: {},
})

export const listTerms = defineRoute({
  id: 'listTerms',
  service: 'enrollment',
  summary: 'The terms.',
  method: 'GET',
  path: '/campuses/{campusId}/terms',
  roles: staffRoles,
  params: () => z.object(campus()),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(termReply()) },
  refusals: {},
})

export const addListPrice = defineRoute({
  id: 'addListPrice',
  service: 'enrollment',
  summary:
    'Sets what a course costs from a day on. Prices that enrollments have keep, and so do those of days that are over.',
  method: 'POST',
  path: '/campuses/{campusId}/courses/{courseId}/list-prices',
  roles: managers,
  params: () => z.object({ ...campus(), courseId: idField('course') }),
  query: nothing,
  body: () => z.object(listPrice()),
  reply: { status: 201, body: listPriceReply },
  refusals: { alreadyPriced: 409, effectiveInThePast: 409 },
})

export const listListPrices = defineRoute({
  id: 'listListPrices',
  service: 'enrollment',
  summary: 'The list prices of a course, by the day from which they hold.',
  method: 'GET',
  path: '/campuses/{campusId}/courses/{courseId}/list-prices',
  roles: staffRoles,
  params: () => z.object({ ...campus(), courseId: idField('course') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(listPriceReply()) },
  refusals: {},
})

export const createClassGroup = defineRoute({
  id: 'createClassGroup',
  service: 'enrollment',
  summary: 'Opens a class group of a course in a term.',
  method: 'POST',
  path: '/campuses/{campusId}/class-groups',
  roles: managers,
  params: () => z.object(campus()),
  query: nothing,
  body: () => z.object(classGroup()),
  reply: { status: 201, body: classGroupReply },
  refusals: { unknownCourse: 422, unknownTerm: 422, unknownRoom: 422, roomTooSmall: 409, oneSeatOnly: 422 },
})

export const getClassGroup = defineRoute({
  id: 'getClassGroup',
  service: 'enrollment',
  summary: 'One class group with the seats taken.',
  method: 'GET',
  path: '/campuses/{campusId}/class-groups/{classGroupId}',
  roles: staffRoles,
  params: () => z.object({ ...campus(), classGroupId: idField('classGroup') }),
  query: nothing,
  body: noBody,
  reply: { status: 200, body: classGroupView },
  refusals: {},
  hidden: { teacherRateMinor: payIsNotTheirs },
  etag: true,
})

export const changeClassGroup = defineRoute({
  id: 'changeClassGroup',
  service: 'enrollment',
  summary:
    'Another teacher, room or capacity. Seats that are gained are offered to those who wait. The lessons to come follow, save those with a substitute or a room of their own; when one transaction does not take all, the same request again goes on.',
  method: 'PATCH',
  path: '/campuses/{campusId}/class-groups/{classGroupId}',
  roles: managers,
  params: () => z.object({ ...campus(), classGroupId: idField('classGroup') }),
  query: nothing,
  body: () =>
    z.object({
      teacherId: idField('staff').optional(),
      /** `null`: no room. */
      roomId: idField('room').nullable().optional(),
      capacity: z.int().min(1).max(mostSeats).optional(),
    }),
  reply: { status: 200, body: () => classGroupView().extend({ lessonsChanged: z.int(), lessonsLeft: z.int() }) },
  refusals: {
    ...ifMatchRefusals,
    ...busyRefusals,
    seatsTaken: 409,
    unknownRoom: 422,
    roomTooSmall: 409,
    oneSeatOnly: 422,
  },
  etag: true,
})

export const listClassGroups = defineRoute({
  id: 'listClassGroups',
  service: 'enrollment',
  summary: 'The class groups.',
  method: 'GET',
  path: '/campuses/{campusId}/class-groups',
  roles: staffRoles,
  params: () => z.object(campus()),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(classGroupReply()) },
  refusals: {},
  hidden: { 'items.teacherRateMinor': payIsNotTheirs },
})
