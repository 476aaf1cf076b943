import * as z from 'zod'
import { whenAsked } from './deferred.ts'
import { defineEvent, serviceNames } from './define-event.ts'
import { channelField, idField, instantField } from './fields.ts'

/**
 * What a message is for, which decides what may hold it back: receipts go out whatever the marketing preference and in
 * quiet hours; promotions pause while a complaint is open.
 */
export const messageCategoryField = whenAsked(() =>
  z.enum(['receipt', 'service', 'care', 'survey', 'promotion', 'staff']),
)
export type MessageCategory = z.output<ReturnType<typeof messageCategoryField>>

/** Whom it is for, by id; the leads service knows the names and addresses behind it. */
export const recipientField = whenAsked(() =>
  z.union([
    z.object({ householdId: idField('household') }),
    z.object({ studentId: idField('student') }),
    z.object({ leadId: idField('lead') }),
    z.object({ staffId: idField('staff') }),
  ]),
)
export type Recipient = z.output<ReturnType<typeof recipientField>>

export const messageRequested = defineEvent({
  name: 'MessageRequested',
  publishers: serviceNames,
  version: 1,
  summary: 'A message to a person is wanted; the leads service sends email, a partner gateway the other channels.',
  data: () =>
    z.object({
      messageId: idField('message'),
      /** One occasion, one message: `birthday:stu_…:2027`. A second request for it is not sent. */
      occasion: z.string().min(1).max(200),
      category: messageCategoryField(),
      channel: channelField(),
      template: z.string().min(1).max(80),
      recipient: recipientField(),
      /** What the template fills in beside names: figures, times, titles, links. Never personal data. */
      params: z.record(z.string().max(40), z.union([z.string().max(2_000), z.number()])),
      /** After this moment it is too late to be of use and is suppressed. */
      notAfter: instantField().optional(),
    }),
})

const outcome = whenAsked(() => ({
  messageId: idField('message'),
  occasion: z.string(),
  category: messageCategoryField(),
  channel: channelField(),
  template: z.string(),
  recipient: recipientField(),
}))

export const messageSent = defineEvent({
  name: 'MessageSent',
  publishers: serviceNames,
  version: 1,
  summary: 'A message was handed to the mail service or the gateway.',
  data: () => z.object(outcome()),
})

export const suppressionReasonField = whenAsked(() =>
  z.enum([
    'preference',
    'noAddress',
    'alreadySent',
    'complaintOpen',
    'tooLate',
    'personErased',
    'rejected',
    'outcomeUnknown',
  ]),
)

export const messageSuppressed = defineEvent({
  name: 'MessageSuppressed',
  publishers: serviceNames,
  version: 1,
  summary: 'A message was not sent, and why.',
  data: () => z.object({ ...outcome(), reason: suppressionReasonField() }),
})
