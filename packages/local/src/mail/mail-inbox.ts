import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type HttpAnswer, type HttpRequest, jsonAnswer, readRequest, writeAnswer } from '../endpoint/http-answer.ts'
import type { Mail, MailStore } from './mail-store.ts'

/**
 * The web inbox: aws-ses-v2-local's page, with its addresses, over our own store — which keeps mails from start to start,
 * and every recipient of a mail. `GET /store?since=<seconds>` gives them as JSON.
 */
export function createMailInbox(mails: MailStore): Server {
  const page = readFileSync(inboxPage(), 'utf8')
  return createServer(async (incoming, response) => {
    const request = await readRequest(incoming, 1_000_000)
    writeAnswer(response, answer(request, mails, page))
  })
}

const inboxPage = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('aws-ses-v2-local/package.json')), 'static', 'index.html')

function answer({ method, path, query }: HttpRequest, mails: MailStore, page: string): HttpAnswer {
  switch (`${method} ${path}`) {
    case 'GET /':
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page }
    case 'GET /health-check':
      return { status: 200, body: '' }
    case 'GET /store':
      return jsonAnswer(200, { templates: {}, emails: mails.list(Number(query.get('since') ?? 0)) })
    case 'GET /get-emlContent': {
      const mail = mails.list().find(({ messageId }) => messageId === query.get('messageId'))
      return mail
        ? { status: 200, body: mailSource(mail) }
        : jsonAnswer(400, { message: 'Email not found within the store' })
    }
    case 'POST /clear-store':
      mails.clear()
      return jsonAnswer(200, { message: 'Store cleared' })
    default:
      return jsonAnswer(404, { message: 'Not Found' })
  }
}

/** A mail as a file that mail programs open; attachments are left out. */
function mailSource({ from, destination, subject, at, body }: Mail): string {
  const encoded = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
  const content = body.html ?? body.text ?? ''
  return [
    `From: ${from}`,
    `To: ${destination.to.join(', ')}`,
    `Subject: ${encoded(subject)}`,
    `Date: ${new Date(at * 1000).toUTCString()}`,
    'MIME-Version: 1.0',
    `Content-Type: text/${body.html === undefined ? 'plain' : 'html'}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n'),
  ].join('\r\n')
}
