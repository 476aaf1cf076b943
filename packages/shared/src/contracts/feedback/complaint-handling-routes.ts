import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, nothing } from '../define-route.ts'
import { idField, localDateField, textField } from '../fields.ts'
import { complaintReply, handlingStepField, pauseReasonField } from './complaint-fields.ts'
import { complaintChannelField } from './events.ts'

/** Who may work on complaints at all; which one, its desk says. */
const handlers = ['principal', 'campusManager', 'consultant', 'learningManager'] as const
/** Who answers families. */
const answerers = ['principal', 'campusManager', 'consultant'] as const

const shared = {
  service: 'feedback',
  method: 'POST',
  params: () => z.object({ campusId: idField('campus'), complaintId: idField('complaint') }),
  query: nothing,
  reply: { status: 200, body: complaintReply },
} as const
const complaintPath = '/campuses/{campusId}/complaints/{complaintId}' as const

/** What was said, where it is worth keeping. */
const note = whenAsked(() => textField(4_000).optional())
const channel = whenAsked(() => complaintChannelField().exclude(['partner']))
/** How the family was spoken to. */
const spoken = whenAsked(() => channel().default('phone'))

export const acknowledgeComplaint = defineRoute({
  ...shared,
  id: 'acknowledgeComplaint',
  summary: 'The family was told by a person that the complaint is being looked after.',
  path: `${complaintPath}/acknowledgement`,
  roles: answerers,
  body: () => z.object({ note: note(), channel: spoken() }),
  refusals: { alreadyAcknowledged: 409, notOpen: 409, notYourDesk: 403 },
})

export const updateFamily = defineRoute({
  ...shared,
  id: 'updateFamily',
  summary: 'The family was told how the complaint stands; the next telling is due from now.',
  path: `${complaintPath}/updates`,
  roles: answerers,
  body: () => z.object({ note: textField(4_000), channel: spoken() }),
  refusals: { notAcknowledged: 409, notOpen: 409, notYourDesk: 403 },
})

export const completeStep = defineRoute({
  ...shared,
  id: 'completeStep',
  summary: 'One step of the handling was done: listen, record, restate, apologise, own the result.',
  path: `${complaintPath}/steps`,
  roles: handlers,
  body: () => z.object({ step: handlingStepField(), note: note() }),
  refusals: { stepDone: 409, notOpen: 409, notYourDesk: 403 },
})

export const handOverComplaint = defineRoute({
  ...shared,
  id: 'handOverComplaint',
  summary: 'Marketing gives a normal complaint to teaching, which resolves it and reports back.',
  path: `${complaintPath}/hand-over`,
  roles: answerers,
  body: () => z.object({ note: note() }),
  refusals: { alreadyHandedOver: 409, majorStaysWithPrincipal: 409, notOpen: 409, notYourDesk: 403 },
})

export const pauseComplaint = defineRoute({
  ...shared,
  id: 'pauseComplaint',
  summary: 'The clocks stand still, with the reason.',
  path: `${complaintPath}/pause`,
  roles: answerers,
  body: () => z.object({ reason: pauseReasonField() }),
  refusals: { alreadyPaused: 409, notAcknowledged: 409, notOpen: 409, notYourDesk: 403 },
})

export const resumeComplaint = defineRoute({
  ...shared,
  id: 'resumeComplaint',
  summary: 'The clocks go on with what was left of them.',
  path: `${complaintPath}/resumption`,
  roles: answerers,
  body: () => z.object({}),
  refusals: { notPaused: 409, notOpen: 409, notYourDesk: 403 },
})

export const resolveComplaint = defineRoute({
  ...shared,
  id: 'resolveComplaint',
  summary: 'The family got its reply. Refused, with what is missing, before all steps and the investigation are done.',
  path: `${complaintPath}/resolution`,
  roles: answerers,
  body: () => z.object({ reply: note(), channel: spoken() }),
  refusals: { incomplete: 422, withTeaching: 409, notOpen: 409, notYourDesk: 403 },
})

export const followUpComplaint = defineRoute({
  ...shared,
  id: 'followUpComplaint',
  summary: 'The family was asked whether the solution holds; if it does not, the complaint is open again.',
  path: `${complaintPath}/follow-ups`,
  roles: answerers,
  body: () => z.object({ satisfied: z.boolean(), note: note(), channel: spoken() }),
  refusals: { notResolved: 409, notYourDesk: 403 },
})

export const reopenComplaint = defineRoute({
  ...shared,
  id: 'reopenComplaint',
  summary: 'New facts came up about a complaint that was closed.',
  path: `${complaintPath}/reopening`,
  roles: answerers,
  body: () => z.object({ note: textField(4_000), channel: spoken() }),
  refusals: { stillOpen: 409, notYourDesk: 403 },
})

export const addPreventiveAction = defineRoute({
  ...shared,
  id: 'addPreventiveAction',
  summary: 'What is done so that it does not happen again.',
  path: `${complaintPath}/preventive-actions`,
  roles: handlers,
  body: () =>
    z.object({
      action: textField(2_000),
      ownerId: idField('staff').optional(),
      dueOn: localDateField().optional(),
    }),
  refusals: { tooManyActions: 422 },
})

export const archiveComplaint = defineRoute({
  ...shared,
  id: 'archiveComplaint',
  summary: 'A resolved complaint whose family is satisfied goes to the archive.',
  path: `${complaintPath}/archiving`,
  roles: answerers,
  body: () => z.object({}),
  refusals: { notResolved: 409, notFollowedUp: 409, notYourDesk: 403 },
})
