import { whenAsked } from '../contracts/deferred.ts'
import type { MailPort } from '../contracts/mail.ts'
import { mailEnvironment, readEnvironment } from './environment.ts'

/**
 * SES with the sender that the environment names, read by the first mail; none where the stage has no sender, such as a region
 * without SES.
 */
export function mailPort(): MailPort | undefined {
  const { MAIL_FROM: sender } = readEnvironment(mailEnvironment())
  if (sender === undefined) return undefined
  const mail = whenAsked(async () => (await import('../messaging/ses-mail.ts')).sesMail(sender))
  return { send: async (sent) => (await mail()).send(sent) }
}
