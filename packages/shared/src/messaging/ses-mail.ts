import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import type { Mail, MailOutcome, MailPort } from '../contracts/mail.ts'

const utf8 = (data: string) => ({ Data: data, Charset: 'UTF-8' })

/** Errors by which SES says that it did not take the mail and may later. */
const busyNames = ['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'LimitExceededException']
/** Errors by which SES says that it never will. */
const rejectedNames = [
  'MessageRejected',
  'InvalidParameterValue',
  'ValidationError',
  'MailFromDomainNotVerifiedException',
]

function outcomeOf(error: unknown): MailOutcome {
  const name = error instanceof Error ? error.name : ''
  if (busyNames.includes(name)) return { kind: 'busy' }
  if (rejectedNames.includes(name)) return { kind: 'rejected' }
  if (name === 'AccessDenied' || name === 'AccessDeniedException' || name === 'ECONNREFUSED') return { kind: 'busy' }
  return { kind: 'unknown' }
}

/**
 * SES as the mail port. The SDK does not retry: a second try after a lost answer could be a second mail.
 * @param from the verified sender
 */
export function sesMail(from: string, client = new SESClient({ maxAttempts: 1 })): MailPort {
  return {
    async send({ to, subject, text, html }: Mail): Promise<MailOutcome> {
      const command = new SendEmailCommand({
        Source: from,
        Destination: { ToAddresses: [to] },
        Message: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } },
      })
      try {
        const { MessageId } = await client.send(command)
        return { kind: 'accepted', providerId: MessageId ?? '' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
  }
}
