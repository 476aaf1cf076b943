import { randomUUID } from 'node:crypto'
import { arnOf } from '../assembly/arns.ts'
import type { AwsCall } from '../endpoint/aws-call.ts'
import { AwsError } from '../endpoint/aws-error.ts'
import type { QueryOperation, QueryParameters, QueryService } from '../endpoint/query-protocol.ts'
import { mailFromMime } from './mail-source.ts'
import type { Mail, MailStore } from './mail-store.ts'

export interface MailOperationsParts {
  readonly mails: MailStore
  /** Addresses and domains that the templates verify. */
  readonly identities: readonly string[]
  readonly now: () => number
}

/** What every way of sending says. */
export interface Sending {
  readonly action: 'SendEmail' | 'SendRawEmail'
  readonly from: string
  readonly recipients: readonly string[]
  readonly configurationSet: string | undefined
}

/** SES's first API, query protocol: SendEmail and SendRawEmail. */
export function mailOperations(parts: MailOperationsParts): QueryService {
  const sent: (send: (parameters: QueryParameters, call: AwsCall) => Promise<Mail> | Mail) => QueryOperation =
    (send) => async (parameters, call) => {
      const mail = await send(parameters, call)
      parts.mails.add(mail)
      return `<MessageId>${mail.messageId}</MessageId>`
    }
  return {
    namespace: 'http://ses.amazonaws.com/doc/2010-12-01/',
    operations: {
      SendEmail: sent((parameters, call) => sendEmail(parts, parameters, call)),
      SendRawEmail: sent((parameters, call) => sendRawEmail(parts, parameters, call)),
    },
  }
}

function sendEmail(parts: MailOperationsParts, parameters: QueryParameters, call: AwsCall): Mail {
  const from = parameters.get('Source') ?? ''
  const members = (name: string): string[] => parameters.list(`${name}.member`)
  const destination = {
    to: members('Destination.ToAddresses'),
    cc: members('Destination.CcAddresses'),
    bcc: members('Destination.BccAddresses'),
  }
  const recipients = Object.values(destination).flat()
  const configurationSet = parameters.get('ConfigurationSetName')
  authorizeSending(parts, { action: 'SendEmail', from, recipients, configurationSet }, call)
  const text = parameters.get('Message.Body.Text.Data')
  const html = parameters.get('Message.Body.Html.Data')
  const subject = parameters.get('Message.Subject.Data')
  if (subject === undefined || (text === undefined && html === undefined)) {
    throw new AwsError('ValidationError', 'a message has a subject and a body')
  }
  const body = { ...(text !== undefined && { text }), ...(html !== undefined && { html }) }
  const replyTo = members('ReplyToAddresses')
  return {
    messageId: randomUUID(),
    from,
    replyTo,
    destination,
    subject,
    body,
    attachments: [],
    headers: [],
    at: seconds(parts),
  }
}

const seconds = ({ now }: MailOperationsParts): number => Math.floor(now() / 1000)

async function sendRawEmail(parts: MailOperationsParts, parameters: QueryParameters, call: AwsCall): Promise<Mail> {
  const raw = Buffer.from(parameters.get('RawMessage.Data') ?? '', 'base64')
  const mail = await mailFromMime(raw, parameters.get('Source'), seconds(parts))
  const given = parameters.list('Destinations.member')
  const recipients = given.length > 0 ? given : Object.values(mail.destination).flat()
  const configurationSet = parameters.get('ConfigurationSetName')
  authorizeSending(parts, { action: 'SendRawEmail', from: mail.from, recipients, configurationSet }, call)
  return mail
}

/**
 * SES checks the sender's identity, verified by address or by domain, and the configuration set.
 * @throws AwsError MessageRejected when neither is verified by the templates
 */
export function authorizeSending({ identities }: MailOperationsParts, sending: Sending, call: AwsCall): void {
  const { action, from, recipients, configurationSet } = sending
  const fromAddress = /<([^>]+)>/.exec(from)?.[1] ?? from.trim()
  if (!/^[^@\s]+@[^@\s]+$/.test(fromAddress)) throw new AwsError('InvalidParameterValue', "Missing final '@domain'")
  if (recipients.length === 0) throw new AwsError('InvalidParameterValue', 'no recipient')
  const domain = fromAddress.split('@')[1] ?? ''
  const verified =
    identities.find((one) => one === fromAddress) ??
    identities.find((one) => one === domain || domain.endsWith(`.${one}`))
  const context = new Map([
    ['ses:fromaddress', [fromAddress]],
    ['ses:recipients', [...recipients]],
  ])
  call.authorize({ action: `ses:${action}`, resource: arnOf('ses', `identity/${verified ?? domain}`), context })
  if (configurationSet)
    call.authorize({
      action: `ses:${action}`,
      resource: arnOf('ses', `configuration-set/${configurationSet}`),
      context,
    })
  if (identities.length > 0 && !verified) {
    throw new AwsError(
      'MessageRejected',
      `Email address is not verified. The following identities failed the check in region US-EAST-1: ${fromAddress}`,
    )
  }
}
