import * as z from 'zod'
import { whenAsked } from './deferred.ts'
import type { ServiceName } from './define-event.ts'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { idField, instantField, lineField, pageOf, pageQuery } from './fields.ts'
import { ifMatchRefusals } from './if-match.ts'
import type { PartnerEventContract } from './subscribe.ts'

/** On what ground a partner may pass personal data on. */
export const lawfulBasisField = whenAsked(() => z.enum(['consent', 'contract', 'legitimateInterest']))

/** What a partner is registered for at one service. */
export const partnerSettings = whenAsked(() =>
  z.object({
    name: lineField(100),
    /** The event types that it may post. */
    eventTypes: z.array(z.string().min(1).max(100)).max(50),
    /** The campuses that it may post for. */
    campuses: z.union([z.literal('all'), z.array(idField('campus')).max(500)]),
    lawfulBasis: lawfulBasisField(),
  }),
)

/** A secret as it is shown after it was made: by its id, never itself. */
export const partnerSecretField = whenAsked(() =>
  z.object({
    secretId: idField('request'),
    createdAt: instantField(),
    /** From then on it signs nothing any more. */
    retiresAt: instantField().optional(),
  }),
)

const partnerReply = whenAsked(() =>
  z.object({
    partnerId: idField('partner'),
    ...partnerSettings().shape,
    secrets: z.array(partnerSecretField()),
    version: z.int(),
  }),
)

export const quarantineStatusField = whenAsked(() => z.enum(['open', 'released', 'discarded']))

const reasonField = whenAsked(() => z.object({ path: z.string(), code: z.string(), message: z.string() }))
const quarantinedReply = whenAsked(() =>
  z.object({
    quarantinedId: idField('quarantined'),
    partnerId: z.string(),
    eventType: z.string(),
    campusId: idField('campus').optional(),
    receivedAt: instantField(),
    reasons: z.array(reasonField()),
    status: quarantineStatusField(),
    /** What the partner sent. May be personal; gone after 30 days. */
    payload: z.unknown(),
  }),
)

const partnerParams = whenAsked(() => z.object({ partnerId: idField('partner') }))
const quarantinedParams = whenAsked(() => z.object({ quarantinedId: idField('quarantined') }))
const resolvedReply = whenAsked(() =>
  z.object({ quarantinedId: idField('quarantined'), status: quarantineStatusField() }),
)

/** The shape of a posted event: documented for each type; anything else is taken in too, to be quarantined with the reasons. */
function postedEvent(contracts: readonly PartnerEventContract[]) {
  const shapes = contracts.map(({ name, data }) =>
    z.object({ type: z.literal(name), campusId: idField('campus'), occurredAt: instantField(), data }),
  )
  return z.union([...shapes, z.unknown()])
}

/**
 * The partner routes of a service: registration, secrets, intake by signature, quarantine.
 * @param contracts the shapes of the events that partners may post to this service
 */
export function partnerRoutes(service: ServiceName, contracts: readonly PartnerEventContract[]) {
  const principal = { service, roles: ['principal'] as const, query: nothing, refusals: {} }
  return {
    registerPartner: defineRoute({
      ...principal,
      id: 'registerPartner',
      summary: 'Registers a partner: which event types it may post, and for which campuses.',
      method: 'PUT',
      path: '/partners/{partnerId}',
      params: partnerParams,
      body: partnerSettings,
      reply: { status: 200, body: partnerReply },
      refusals: { ...ifMatchRefusals, unknownEventType: 422, campusOutOfScope: 422 },
      etag: true,
    }),
    listPartners: defineRoute({
      ...principal,
      id: 'listPartners',
      summary: 'The registered partners, without their secrets.',
      method: 'GET',
      path: '/partners',
      params: nothing,
      query: () => z.object(pageQuery()),
      body: noBody,
      reply: { status: 200, body: () => pageOf(partnerReply()) },
    }),
    createPartnerSecret: defineRoute({
      ...principal,
      id: 'createPartnerSecret',
      summary:
        'Makes a signing secret, shown this once. The one before it stays valid for the overlap; never more than two.',
      method: 'POST',
      path: '/partners/{partnerId}/secrets',
      params: partnerParams,
      body: () => z.object({ overlapHours: z.int().min(0).max(720).default(24) }),
      reply: {
        status: 201,
        body: () =>
          z.object({ secretId: idField('request'), secret: z.string(), secrets: z.array(partnerSecretField()) }),
      },
      // A kept answer would keep the secret a second time.
      idempotency: 'none',
    }),
    postPartnerEvent: defineRoute({
      service,
      id: 'postPartnerEvent',
      summary: 'Takes in an event of a partner, signed by Standard Webhooks. The same webhook-id takes effect once.',
      method: 'POST',
      path: '/partners/{partnerId}/events',
      roles: ['partner'],
      params: partnerParams,
      query: nothing,
      body: () => postedEvent(contracts),
      reply: { status: 202, body: () => z.object({ status: z.enum(['accepted', 'duplicate']) }) },
      refusals: { signatureInvalid: 401, quarantined: 422, eventTooLarge: 422 },
      // The webhook-id is the key.
      idempotency: 'none',
    }),
    listQuarantine: defineRoute({
      ...principal,
      id: 'listQuarantine',
      summary: 'Events of partners that could not be taken in, with the reasons, latest first.',
      method: 'GET',
      path: '/quarantine',
      params: nothing,
      query: () => z.object({ ...pageQuery(), status: quarantineStatusField().default('open') }),
      body: noBody,
      reply: { status: 200, body: () => pageOf(quarantinedReply()) },
    }),
    releaseQuarantined: defineRoute({
      ...principal,
      id: 'releaseQuarantined',
      summary: 'Takes a quarantined event in after all, once the registration or the shape is mended.',
      method: 'POST',
      path: '/quarantine/{quarantinedId}/release',
      params: quarantinedParams,
      body: noBody,
      reply: { status: 200, body: resolvedReply },
      refusals: { notOpen: 409, stillWrong: 422 },
    }),
    discardQuarantined: defineRoute({
      ...principal,
      id: 'discardQuarantined',
      summary: 'Closes a quarantined event without effect.',
      method: 'POST',
      path: '/quarantine/{quarantinedId}/discard',
      params: quarantinedParams,
      body: noBody,
      reply: { status: 200, body: resolvedReply },
      refusals: { notOpen: 409 },
    }),
  }
}

export type PartnerRoutes = ReturnType<typeof partnerRoutes>
