import type { MailPort } from '../contracts/mail.ts'
import { sesMail } from '../messaging/ses-mail.ts'
import { mailEnvironment, readEnvironment } from './environment.ts'

/** SES with the sender that the environment names; none where the stage has no sender, such as a region without SES. */
export function mailPort(): MailPort | undefined {
  const { MAIL_FROM: sender } = readEnvironment(mailEnvironment())
  return sender === undefined ? undefined : sesMail(sender)
}
