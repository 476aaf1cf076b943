import { refusableCategoryField } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { Mail } from '@tutelage/shared/contracts/mail.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { issueLink } from '@tutelage/shared/links/signed-link.ts'
import { findTemplate } from '@tutelage/shared/messaging/all-templates.ts'
import { htmlOf } from '@tutelage/shared/messaging/mail-html.ts'
import type { Circumstances } from './message.ts'
import type { Message } from './message-store.ts'

/** How long the link of a message refuses further ones. */
const unsubscribeMs = 400 * dayMs

export const unsubscribePurpose = 'unsubscribe'

async function unsubscribeUrl(context: CampusContext, { householdId, category }: Message): Promise<string | undefined> {
  if (!householdId || !refusableCategoryField().safeParse(category).success) return undefined
  const expiresAt = addMs(context.now, unsubscribeMs)
  const token = await issueLink(context, {
    purpose: unsubscribePurpose,
    subject: `${householdId}/${category}`,
    expiresAt,
  })
  return `${context.publicUrl}/leads/campuses/${context.campus.campusId}/unsubscribe/${token}`
}

/**
 * The mail of a message, in the addressee's language.
 * @returns undefined when no template has that name or its params are not what the template takes: logged, never sent
 */
export async function writeMail(
  context: CampusContext,
  message: Message,
  { addressee, campus, email }: Circumstances & { readonly email: string },
): Promise<Mail | undefined> {
  const template = findTemplate(message.template)
  if (!template || !addressee) {
    context.log.error('no such template', { template: message.template, messageId: message.messageId })
    return undefined
  }
  const { name, student, language } = addressee
  const refusal = await unsubscribeUrl(context, message)
  const written = template.write({
    params: message.params,
    addressee: name,
    campus,
    language,
    ...(student !== undefined && { student }),
    ...(refusal !== undefined && { unsubscribeUrl: refusal }),
  })
  if (!written.ok) {
    context.log.error('params do not fit the template', { template: message.template, messageId: message.messageId })
    return undefined
  }
  const { subject, text } = written.value
  return { to: email, subject, text, html: htmlOf(text, language) }
}
