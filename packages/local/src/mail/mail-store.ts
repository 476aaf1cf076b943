import { z } from 'zod'
import type { CloudStore } from '../store/cloud-store.ts'

/** A mail that was sent, in the form of aws-ses-v2-local's `GET /store`. */
export const mailSchema = z.object({
  messageId: z.string(),
  from: z.string(),
  replyTo: z.array(z.string()),
  destination: z.object({ to: z.array(z.string()), cc: z.array(z.string()), bcc: z.array(z.string()) }),
  subject: z.string(),
  body: z.object({ text: z.string().optional(), html: z.string().optional() }),
  attachments: z.array(
    z.object({ filename: z.string().optional(), contentType: z.string(), size: z.number(), content: z.string() }),
  ),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Seconds since 1970, on the wound clock. */
  at: z.number(),
})
export type Mail = z.infer<typeof mailSchema>

/** Mails, kept from start to start. */
export class MailStore {
  readonly #store: CloudStore

  constructor(store: CloudStore) {
    this.#store = store
  }

  add(mail: Mail): void {
    this.#store.run('insert into mail values (?, ?, ?)', mail.messageId, mail.at, JSON.stringify(mail))
  }

  /** Oldest first, those of `sinceSeconds` on. */
  list(sinceSeconds = 0): Mail[] {
    const row = z.object({ mail: z.string().transform((text) => mailSchema.parse(JSON.parse(text))) })
    return this.#store
      .all(row, 'select mail from mail where at >= ? order by rowid', sinceSeconds)
      .map(({ mail }) => mail)
  }

  clear(): void {
    this.#store.run('delete from mail')
  }
}
