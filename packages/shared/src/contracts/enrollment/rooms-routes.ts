import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, lineField, pageOf, pageQuery } from '../fields.ts'
import { mostSeats } from './catalogue-routes.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const room = whenAsked(() => ({
  name: lineField(60),
  /** How many students it has seats for. */
  capacity: z.int().min(1).max(mostSeats),
}))

export const roomReply = whenAsked(() => z.object({ roomId: idField('room'), ...room() }))

export const createRoom = defineRoute({
  id: 'createRoom',
  service: 'enrollment',
  summary: 'Adds a room.',
  method: 'POST',
  path: '/campuses/{campusId}/rooms',
  roles: ['principal', 'campusManager'],
  params: () => z.object(campus()),
  query: nothing,
  body: () => z.object(room()),
  reply: { status: 201, body: roomReply },
  refusals: {},
})

export const listRooms = defineRoute({
  id: 'listRooms',
  service: 'enrollment',
  summary: 'The rooms.',
  method: 'GET',
  path: '/campuses/{campusId}/rooms',
  roles: staffRoles,
  params: () => z.object(campus()),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(roomReply()) },
  refusals: {},
})
