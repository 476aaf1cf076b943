import type { MailPort } from '../contracts/mail.ts'
import { sesMail } from '../messaging/ses-mail.ts'
import { mailEnvironment, readEnvironment } from './environment.ts'

/** SES with the sender that the environment names. */
export const mailPort = (): MailPort => sesMail(readEnvironment(mailEnvironment).MAIL_FROM)
