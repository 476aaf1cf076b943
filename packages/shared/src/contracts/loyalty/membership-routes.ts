import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { channelField, idField, instantField, lineField, pageOf, pageQuery } from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'
import { cardNumberField } from './card-number.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofMember = whenAsked(() => z.object({ ...campus(), memberId: idField('member') }))
const ofStudent = whenAsked(() => z.object({ ...campus(), studentId: idField('student') }))

/** Who looks after members: everyone who talks with families, but not the teacher. */
export const memberReaders = [
  'principal',
  'campusManager',
  'consultant',
  'learningManager',
  'frontDesk',
  'finance',
] as const

const cardReply = whenAsked(() =>
  z.object({
    cardNumber: cardNumberField(),
    status: z.enum(['active', 'lost', 'damaged']),
    issuedAt: instantField(),
    issuedBy: z.string(),
  }),
)

const memberReply = whenAsked(() =>
  z.object({
    memberId: idField('member'),
    householdId: idField('household'),
    studentIds: z.array(idField('student')),
    joinedAt: instantField(),
    cardNumber: cardNumberField(),
  }),
)

export const listMembers = defineRoute({
  id: 'listMembers',
  service: 'loyalty',
  summary:
    'The members of a campus, or the one with that household, student or card (a lost card finds its member too).',
  method: 'GET',
  path: '/campuses/{campusId}/members',
  roles: memberReaders,
  params: () => z.object(campus()),
  query: () =>
    z.object({
      ...pageQuery(),
      householdId: idField('household').optional(),
      studentId: idField('student').optional(),
      cardNumber: cardNumberField().optional(),
    }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(memberReply()) },
  refusals: {},
})

export const getMember = defineRoute({
  id: 'getMember',
  service: 'loyalty',
  summary: 'A member: cards, tier and points as they stand now.',
  method: 'GET',
  path: '/campuses/{campusId}/members/{memberId}',
  roles: memberReaders,
  params: ofMember,
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      memberReply().extend({
        /** Latest first. */
        cards: z.array(cardReply()),
        tier: z.object({
          tier: z.string(),
          name: z.object({ 'zh-CN': z.string(), en: z.string() }),
          qualifyingSpendMinor: z.int(),
        }),
        points: z.object({ available: z.int(), pending: z.int(), owed: z.int() }),
      }),
  },
  refusals: {},
})

export const replaceCard = defineRoute({
  id: 'replaceCard',
  service: 'loyalty',
  summary: 'Blocks the card that was lost or damaged and issues another number.',
  method: 'POST',
  path: '/campuses/{campusId}/members/{memberId}/card-replacements',
  roles: ['principal', 'campusManager', 'frontDesk'],
  params: ofMember,
  query: nothing,
  body: () =>
    z.object({
      /** The card to be replaced, so that a second request does not block its replacement. */
      cardNumber: cardNumberField(),
      reason: z.enum(['lost', 'damaged']),
    }),
  reply: {
    status: 201,
    body: () => z.object({ memberId: idField('member'), cardNumber: cardNumberField(), replaces: cardNumberField() }),
  },
  refusals: { cardNotActive: 409 },
})

const birthdayParts = whenAsked(() => ({
  month: z.int().min(1).max(12),
  day: z.int().min(1).max(31),
  year: z.int().min(1900).max(2100).optional(),
}))
const gregorian = whenAsked(() => z.object({ calendar: z.literal('gregorian'), ...birthdayParts() }))
const lunar = whenAsked(() =>
  z.object({
    calendar: z.literal('lunar'),
    ...birthdayParts(),
    day: z.int().min(1).max(30),
    /** Born in a leap month (闰月). */
    leap: z.boolean().default(false),
  }),
)

const daysOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** A birthday by the calendar that the family keeps; personal, so it stands in no event. Rule: Y1, Y10. */
export const birthdayField = whenAsked(() =>
  z
    .discriminatedUnion('calendar', [gregorian(), lunar()])
    .refine(({ calendar, year, month, day }) => calendar === 'lunar' || day <= daysOf(year ?? 2024, month), {
      path: ['day'],
      error: 'the month has no such day',
    }),
)

const birthdayReply = whenAsked(() =>
  z.object({
    studentId: idField('student'),
    birthday: birthdayField(),
    provenance: z.object({ collectedAt: instantField(), channel: channelField(), collectedBy: lineField() }),
    version: z.int(),
  }),
)

export const setBirthday = defineRoute({
  id: 'setBirthday',
  service: 'loyalty',
  summary: 'Records when a student celebrates, with where that is known from.',
  method: 'PUT',
  path: '/campuses/{campusId}/students/{studentId}/birthday',
  roles: ['principal', 'campusManager', 'frontDesk', 'learningManager'],
  params: ofStudent,
  query: nothing,
  body: () => birthdayField().and(z.object({ channel: channelField().default('walkIn') })),
  reply: { status: 200, body: birthdayReply },
  refusals: ifMatchRefusals,
  etag: true,
})

export const getBirthday = defineRoute({
  id: 'getBirthday',
  service: 'loyalty',
  summary: 'When a student celebrates.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/birthday',
  roles: ['principal', 'campusManager', 'frontDesk', 'learningManager'],
  params: ofStudent,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: birthdayReply },
  refusals: {},
  etag: true,
})
