import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineEvent } from '../contracts/define-event.ts'
import { defineRoute } from '../contracts/define-route.ts'
import { idField, instantField, pageOf, pageQuery } from '../contracts/fields.ts'
import { definePartnerEvent } from '../contracts/subscribe.ts'
import { asyncApi } from './asyncapi.ts'
import { authorizationMatrix } from './authorization-matrix.ts'
import { openApi } from './openapi.ts'

const route = defineRoute({
  id: 'postMarks',
  service: 'enrollment',
  summary: 'Marks a lesson.',
  method: 'POST',
  path: '/campuses/{campusId}/marks',
  roles: ['teacher', 'campusManager'],
  params: () => z.object({ campusId: idField('campus') }),
  query: () => z.object(pageQuery()),
  body: () => z.object({ at: instantField() }),
  reply: { status: 201, body: () => pageOf(z.object({ phone: z.string(), version: z.int() })) },
  refusals: { notEnrolled: 409, inTheFuture: 422 },
  idempotency: 'required',
  hidden: { 'items.phone': ['teacher'] },
})
const event = defineEvent({
  name: 'LessonAttended',
  publishers: ['enrollment'],
  version: 2,
  summary: 'The student was there.',
  data: () => z.object({ studentId: idField('student') }),
})
const posted = definePartnerEvent({ ...event, owner: 'enrollment', data: () => event.data })
const enrollment = {
  name: 'enrollment' as const,
  routes: [{ contract: route }],
  publishes: [event],
  subscriptions: [],
  partnerSubscriptions: [{ name: 'take-in-marks', contract: posted }],
}
const loyalty = {
  name: 'loyalty' as const,
  routes: [],
  publishes: [],
  subscriptions: [{ name: 'pend-points', contract: event }],
  partnerSubscriptions: [],
}

test('a reply that has tables says that it is CSV too, which tables, and where a list goes on', () => {
  const tabled = { ...enrollment, routes: [{ contract: { ...route, tables: ['items', 'figures'] } }] }
  const { paths } = openApi(tabled)
  expect(paths['/enrollment/campuses/{campusId}/marks']?.post).toMatchObject({
    responses: {
      '201': {
        headers: { 'x-next-cursor': { schema: { type: 'string' } } },
        content: { 'application/json': {}, 'text/csv': { 'x-tables': ['items', 'figures'] } },
      },
      '406': { description: 'noSuchTable' },
    },
  })
})

test('an operation tells its parameters, its roles and every way in which it may fail', () => {
  const { paths } = openApi(enrollment)
  const operation = paths['/enrollment/campuses/{campusId}/marks']?.post
  expect(operation).toMatchObject({
    operationId: 'postMarks',
    security: [{ staff: [] }],
    'x-roles': ['teacher', 'campusManager'],
    parameters: [
      { name: 'campusId', in: 'path', required: true },
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 200 } },
      { name: 'cursor', in: 'query', required: false },
      { name: 'Idempotency-Key', in: 'header', required: true },
    ],
    requestBody: {
      content: { 'application/json': { schema: { properties: { at: { type: 'string', format: 'date-time' } } } } },
    },
    responses: {
      201: {},
      400: { description: expect.stringContaining('idempotencyKeyRequired') },
      409: { description: 'conflict, notEnrolled' },
      422: { description: 'idempotencyKeyReused, inTheFuture' },
    },
  })
})

test('the bus is described with what each service sends and receives', () => {
  const { channels, operations, components } = asyncApi([enrollment, loyalty])
  expect(Object.keys(channels)).toEqual(['LessonAttended', 'partner.LessonAttended'])
  expect(operations).toMatchObject({
    'enrollment.publishes.LessonAttended': { action: 'send' },
    'loyalty.pend-points.LessonAttended': { action: 'receive' },
    'enrollment.take-in-marks.partner.LessonAttended': { action: 'receive' },
  })
  expect(components.messages.LessonAttended).toMatchObject({ payload: { required: ['meta', 'data'] } })
})

test('the matrix has a row for each route, and says what is hidden from whom', () => {
  const lines = authorizationMatrix(enrollment).split('\n')
  const row = lines.find((line) => line.includes('POST /enrollment/campuses/{campusId}/marks'))
  const cells = row?.split('|').map((cell) => cell.trim())
  expect(cells?.slice(2, -1)).toEqual(['', 'yes', '', '', 'yes, without `items.phone`', '', '', '', '', '', ''])
})
