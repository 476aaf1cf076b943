import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, lineField, localDateField, pageOf, pageQuery, textField } from '../fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const librarians = ['principal', 'campusManager', 'learningManager', 'frontDesk'] as const

/** As many copies of one title as one read shows. */
export const mostCopies = 100

const title = whenAsked(() => ({
  name: lineField(200),
  author: lineField(200).optional(),
  /** Ten or thirteen digits, without hyphens. */
  isbn: z
    .string()
    .regex(/^(\d{9}[\dX]|\d{13})$/)
    .optional(),
}))
export const titleReply = whenAsked(() => z.object({ titleId: idField('title'), ...title() }))

/** Who has a copy at home: a student or somebody of the staff. */
export const borrowerField = whenAsked(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('student'), studentId: idField('student') }),
    z.object({ kind: z.literal('staff'), staffId: idField('staff') }),
  ]),
)

const loan = whenAsked(() => ({
  loanId: idField('loan'),
  borrower: borrowerField(),
  lentOn: localDateField(),
  /** The last day on which it may come back. */
  dueOn: localDateField(),
  renewals: z.int(),
}))
const endedLoan = whenAsked(() => ({
  ...loan(),
  /** How many days its last day had passed when it ended. */
  daysLate: z.int(),
}))
const copy = whenAsked(() => ({
  copyId: idField('copy'),
  titleId: idField('title'),
  barcode: lineField(40).optional(),
}))
export const copyReply = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ ...copy(), status: z.literal('available') }),
    z.object({ ...copy(), status: z.literal('lent'), loan: z.object({ ...loan(), isOverdue: z.boolean() }) }),
    z.object({
      ...copy(),
      status: z.literal('withdrawn'),
      reason: z.string(),
      withdrawnOn: localDateField(),
      /** Whose it was then, if anybody's. */
      loan: z.object(endedLoan()).optional(),
    }),
  ]),
)
const pastLoan = whenAsked(() => z.object({ ...endedLoan(), copyId: idField('copy'), titleId: idField('title') }))
export const returnedLoanReply = whenAsked(() =>
  pastLoan().extend({ status: z.literal('returned'), returnedOn: localDateField() }),
)
/** A loan that is over, and how it ended. */
const pastLoanReply = whenAsked(() =>
  z.discriminatedUnion('status', [
    returnedLoanReply(),
    pastLoan().extend({ status: z.literal('withdrawn'), withdrawnOn: localDateField(), reason: z.string() }),
  ]),
)

const ofCopy = whenAsked(() => z.object({ ...campus(), copyId: idField('copy') }))

export const addTitle = defineRoute({
  id: 'addTitle',
  service: 'enrollment',
  summary: 'Adds a title to the library.',
  method: 'POST',
  path: '/campuses/{campusId}/library/titles',
  roles: librarians,
  params: () => z.object(campus()),
  query: nothing,
  body: () => z.object(title()),
  reply: { status: 201, body: titleReply },
  refusals: {},
})

export const listTitles = defineRoute({
  id: 'listTitles',
  service: 'enrollment',
  summary: 'The titles of the library.',
  method: 'GET',
  path: '/campuses/{campusId}/library/titles',
  roles: staffRoles,
  params: () => z.object(campus()),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(titleReply()) },
  refusals: {},
})

export const getTitle = defineRoute({
  id: 'getTitle',
  service: 'enrollment',
  summary: 'One title with all of its copies and who has them.',
  method: 'GET',
  path: '/campuses/{campusId}/library/titles/{titleId}',
  roles: staffRoles,
  params: () => z.object({ ...campus(), titleId: idField('title') }),
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => titleReply().extend({ copies: z.array(copyReply()) }) },
  refusals: {},
})

export const addCopy = defineRoute({
  id: 'addCopy',
  service: 'enrollment',
  summary: 'Adds a copy of a title.',
  method: 'POST',
  path: '/campuses/{campusId}/library/titles/{titleId}/copies',
  roles: librarians,
  params: () => z.object({ ...campus(), titleId: idField('title') }),
  query: nothing,
  body: () => z.object({ barcode: lineField(40).optional() }),
  reply: { status: 201, body: copyReply },
  refusals: { tooManyCopies: 409 },
})

export const lendCopy = defineRoute({
  id: 'lendCopy',
  service: 'enrollment',
  summary: 'Lends a copy to a student or to somebody of the staff, for the days that the campus lends.',
  method: 'POST',
  path: '/campuses/{campusId}/library/copies/{copyId}/loan',
  roles: librarians,
  params: ofCopy,
  query: nothing,
  body: () => z.object({ borrower: borrowerField() }),
  reply: { status: 201, body: copyReply },
  refusals: { notAvailable: 409, tooManyLoans: 409 },
})

export const renewLoan = defineRoute({
  id: 'renewLoan',
  service: 'enrollment',
  summary: 'Lends a copy on, from today.',
  method: 'POST',
  path: '/campuses/{campusId}/library/copies/{copyId}/renewal',
  roles: librarians,
  params: ofCopy,
  query: nothing,
  body: () => z.object({}),
  reply: { status: 200, body: copyReply },
  refusals: { notLent: 409, overdue: 409, tooManyRenewals: 409 },
})

export const returnCopy = defineRoute({
  id: 'returnCopy',
  service: 'enrollment',
  summary: 'Takes a copy back.',
  method: 'POST',
  path: '/campuses/{campusId}/library/copies/{copyId}/return',
  roles: librarians,
  params: ofCopy,
  query: nothing,
  body: () => z.object({}),
  reply: { status: 200, body: returnedLoanReply },
  refusals: { notLent: 409 },
})

export const withdrawCopy = defineRoute({
  id: 'withdrawCopy',
  service: 'enrollment',
  summary:
    'Takes a copy out of the library: lost, worn or given away. One that was lent is not expected back: its loan is over.',
  method: 'POST',
  path: '/campuses/{campusId}/library/copies/{copyId}/withdrawal',
  roles: librarians,
  params: ofCopy,
  query: nothing,
  body: () => z.object({ reason: textField(500) }),
  reply: { status: 200, body: copyReply },
  refusals: { alreadyWithdrawn: 409 },
})

export const listOpenLoans = defineRoute({
  id: 'listOpenLoans',
  service: 'enrollment',
  summary: 'The copies that are lent, the earliest due first; with `overdue=true` only those that should be back.',
  method: 'GET',
  path: '/campuses/{campusId}/library/loans',
  roles: librarians,
  params: () => z.object(campus()),
  query: () => z.object({ ...pageQuery(), overdue: z.enum(['true', 'false']).default('false') }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(copyReply()) },
  refusals: {},
})

export const listStudentLoans = defineRoute({
  id: 'listStudentLoans',
  service: 'enrollment',
  summary: 'What a student has at home, and the loans that are over: what came back, and what was withdrawn meanwhile.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/loans',
  roles: librarians,
  params: () => z.object({ ...campus(), studentId: idField('student') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: {
    status: 200,
    body: () => pageOf(pastLoanReply()).extend({ atHome: z.array(copyReply()) }),
  },
  refusals: {},
})
