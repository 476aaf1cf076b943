import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { amountField, currencyField, idField, instantField, monthField, pageOf, pageQuery } from '../fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofTeacher = whenAsked(() => z.object({ ...campus(), teacherId: idField('staff') }))
const ofMonth = whenAsked(() => z.object({ ...campus(), month: monthField() }))
const by = whenAsked(() => z.object({ kind: z.string(), id: z.string() }))
const payReaders = ['principal', 'campusManager', 'finance'] as const

/** What a line of a statement is for; `correction`: for a lesson of a month that was closed before. */
export const payLineKindField = whenAsked(() => z.enum(['base', 'lesson', 'allowance', 'correction']))

const sums = whenAsked(() => ({
  baseMinor: z.int(),
  /** By the rates of the classes. */
  lessonsMinor: z.int(),
  /** For lessons of reward courses, beside their rates. */
  allowancesMinor: z.int(),
  /** For lessons of months that were closed before. */
  correctionsMinor: z.int(),
  totalMinor: z.int(),
}))

const statementReply = whenAsked(() =>
  z.object({
    teacherId: idField('staff'),
    month: monthField(),
    /** A closed month never changes. */
    status: z.enum(['open', 'closed']),
    currency: currencyField(),
    ...sums(),
    entries: z.array(
      z.object({
        kind: payLineKindField(),
        entryId: idField('entry'),
        /** Of all lines but the base pay. */
        lessonId: idField('lesson').optional(),
        /** That of the lesson; of base pay the statement's own. */
        forMonth: monthField(),
        occurredAt: instantField(),
        recordedAt: instantField(),
        amountMinor: z.int(),
      }),
    ),
  }),
)

export const getTeacherPay = defineRoute({
  id: 'getTeacherPay',
  service: 'enrollment',
  summary:
    "A teacher's statement of a month: base pay, lessons, allowances and corrections, entry by entry. Teachers see their own.",
  method: 'GET',
  path: '/campuses/{campusId}/teachers/{teacherId}/pay',
  roles: [...payReaders, 'teacher'],
  params: ofTeacher,
  query: () => z.object({ month: monthField() }),
  body: noBody,
  reply: { status: 200, body: statementReply },
  refusals: { notYourPay: 403 },
  tables: ['entries', 'figures'],
})

export const basePayChange = whenAsked(() =>
  z.object({ validFrom: monthField(), amountMinor: amountField(), changedAt: instantField(), changedBy: by() }),
)

const basePayReply = whenAsked(() =>
  z.object({
    teacherId: idField('staff'),
    /** Of the month that is now. */
    amountMinor: amountField(),
    /** The latest decided last. */
    changes: z.array(basePayChange()),
  }),
)

/** As often as a teacher's base pay changes at most. */
export const mostBasePayChanges = 200

export const setBasePay = defineRoute({
  id: 'setBasePay',
  service: 'enrollment',
  summary:
    'Sets what a teacher gets each month, from this month on or a later one; 0 ends it. It is posted whole when a month is over: of a first month that is not whole the campus sets its own amount, and the next from the next month on.',
  method: 'POST',
  path: '/campuses/{campusId}/teachers/{teacherId}/base-pay',
  roles: ['principal', 'finance'],
  params: ofTeacher,
  query: nothing,
  body: () => z.object({ validFrom: monthField(), amountMinor: amountField() }),
  reply: { status: 201, body: basePayReply },
  refusals: { monthIsOver: 422, tooManyChanges: 409 },
  idempotency: 'required',
})

export const getBasePay = defineRoute({
  id: 'getBasePay',
  service: 'enrollment',
  summary: "A teacher's base pay with its history: who set it, when, and from which month on.",
  method: 'GET',
  path: '/campuses/{campusId}/teachers/{teacherId}/base-pay',
  roles: [...payReaders, 'teacher'],
  params: ofTeacher,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: basePayReply },
  refusals: { notYourPay: 403 },
})

/** A month whose pay is closed, and with it all before. */
export const closedPayMonthReply = whenAsked(() =>
  z.object({ month: monthField(), closedAt: instantField(), closedBy: by() }),
)

export const closePayMonth = defineRoute({
  id: 'closePayMonth',
  service: 'enrollment',
  summary:
    'Closes the pay of a month that is over: its statements never change again, and what is corrected later is posted to the first open month. Months are closed in order; the first one closes all before it.',
  method: 'POST',
  path: '/campuses/{campusId}/pay-months/{month}/closing',
  roles: ['principal', 'finance'],
  params: ofMonth,
  query: nothing,
  body: () => z.object({}),
  reply: { status: 201, body: closedPayMonthReply },
  refusals: { monthNotOver: 422, alreadyClosed: 409, earlierMonthOpen: 409, basePayNotPosted: 409 },
  idempotency: 'required',
})

export const listClosedPayMonths = defineRoute({
  id: 'listClosedPayMonths',
  service: 'enrollment',
  summary: 'The months whose pay was closed, the latest first.',
  method: 'GET',
  path: '/campuses/{campusId}/pay-months',
  roles: payReaders,
  params: () => z.object(campus()),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(closedPayMonthReply()) },
  refusals: {},
})

export const listPaidTeachers = defineRoute({
  id: 'listPaidTeachers',
  service: 'enrollment',
  summary: 'Who has pay in a month, and how much: the sums of their statements.',
  method: 'GET',
  path: '/campuses/{campusId}/pay-months/{month}/teachers',
  roles: payReaders,
  params: ofMonth,
  query: () => z.object({ ...pageQuery(), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  body: noBody,
  reply: {
    status: 200,
    body: () => pageOf(z.object({ teacherId: idField('staff'), currency: currencyField(), ...sums() })),
  },
  refusals: {},
})
