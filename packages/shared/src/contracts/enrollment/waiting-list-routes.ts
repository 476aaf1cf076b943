import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField } from '../fields.ts'
import { enrollmentReply, enrollStudent } from './enrolling-routes.ts'

const ofClass = whenAsked(() => z.object({ campusId: idField('campus'), classGroupId: idField('classGroup') }))
const ofFamily = whenAsked(() => ofClass().extend({ studentId: idField('student') }))
const sellers = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'] as const

/** Waiting, or offered a seat that is kept until a moment. Rule: E3. */
export const waitingStateField = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('waiting') }),
    z.object({ status: z.literal('offered'), offeredAt: instantField(), expiresAt: instantField() }),
  ]),
)

const waitingReply = whenAsked(() =>
  z.object({
    classGroupId: idField('classGroup'),
    studentId: idField('student'),
    joinedAt: instantField(),
    state: waitingStateField(),
    /** 1 is the next to be offered a seat; absent for who has been. */
    position: z.int().optional(),
  }),
)

export const joinWaitingList = defineRoute({
  id: 'joinWaitingList',
  service: 'enrollment',
  summary: 'Puts a student on the waiting list of a class that is full; who leaves makes room for the first of it.',
  method: 'POST',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/waiting-list',
  roles: sellers,
  params: ofClass,
  query: nothing,
  body: () => z.object({ studentId: idField('student') }),
  reply: { status: 201, body: waitingReply },
  refusals: { admittedByScore: 422, seatFree: 409, alreadyEnrolled: 409, alreadyWaiting: 409, waitingListFull: 409 },
})

export const listWaiting = defineRoute({
  id: 'listWaiting',
  service: 'enrollment',
  summary: 'Who waits for a seat in a class, in the order in which seats are offered; those with an offer first.',
  method: 'GET',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/waiting-list',
  roles: staffRoles,
  params: ofClass,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => z.object({ items: z.array(waitingReply()) }) },
  refusals: {},
})

export const withdrawFromWaitingList = defineRoute({
  id: 'withdrawFromWaitingList',
  service: 'enrollment',
  summary: 'A family waits no more, or declines the seat that it was offered: the next is offered it.',
  method: 'POST',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/waiting-list/{studentId}/withdrawal',
  roles: sellers,
  params: ofFamily,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => z.object({ studentId: idField('student') }) },
  refusals: { notWaiting: 409 },
})

export const acceptOfferedSeat = defineRoute({
  id: 'acceptOfferedSeat',
  service: 'enrollment',
  summary: 'Enrolls a student in the seat that is kept for them.',
  method: 'POST',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/waiting-list/{studentId}/acceptance',
  roles: sellers,
  params: ofFamily,
  query: nothing,
  body: () => enrollStudent.body.omit({ studentId: true, classGroupId: true }),
  reply: { status: 201, body: enrollmentReply },
  refusals: { ...enrollStudent.refusals, notWaiting: 409, notOffered: 409, offerExpired: 409 },
  idempotency: 'required',
})
