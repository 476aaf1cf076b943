import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { channelField, idField, instantField, pageOf, pageQuery } from '../fields.ts'
import { messageCategoryField, suppressionReasonField } from '../message-events.ts'
import { refusableCategoryField } from './customers-routes.ts'

const household = whenAsked(() => z.object({ campusId: idField('campus'), householdId: idField('household') }))

export const messageStatusField = whenAsked(() => z.enum(['waiting', 'claimed', 'sent', 'suppressed', 'handedOver']))

export const listMessages = defineRoute({
  id: 'listMessages',
  service: 'leads',
  summary: 'What was sent to a household and what was held back, with the reason; latest first.',
  method: 'GET',
  path: '/campuses/{campusId}/households/{householdId}/messages',
  roles: ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'],
  params: household,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      pageOf(
        z.object({
          messageId: idField('message'),
          occasion: z.string(),
          category: messageCategoryField(),
          channel: channelField(),
          template: z.string(),
          requestedAt: instantField(),
          status: messageStatusField(),
          sentAt: instantField().optional(),
          reason: suppressionReasonField().optional(),
        }),
      ),
  },
  refusals: {},
})

const unsubscribing = {
  service: 'leads',
  path: '/campuses/{campusId}/unsubscribe/{token}',
  roles: ['guardianLink'],
  params: () => z.object({ campusId: idField('campus'), token: z.string().min(1).max(600) }),
  query: nothing,
  reply: { status: 200, body: () => z.string() },
  refusals: { invalidLink: 404, linkExpired: 410 },
  produces: 'text/html',
} as const

/** Only shows a page: mail programs open links by themselves, and that must not refuse anything. */
export const showUnsubscribePage = defineRoute({
  ...unsubscribing,
  id: 'showUnsubscribePage',
  method: 'GET',
  summary: 'The page behind the link in a message by which a family refuses more of that kind.',
  body: noBody,
})

export const unsubscribe = defineRoute({
  ...unsubscribing,
  id: 'unsubscribe',
  method: 'POST',
  summary: 'Refuses further messages of the kind that the link names.',
  body: () => z.object({ category: refusableCategoryField().optional() }),
  consumes: 'application/x-www-form-urlencoded',
})
