import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Mail } from './mail-store.ts'

const address = z.object({ text: z.string(), value: z.array(z.object({ address: z.string().optional() })) })
const addresses = z.union([address.transform((one) => [one]), z.array(address)]).default([])
const parsedMail = z.object({
  from: address.optional(),
  to: addresses,
  cc: addresses,
  bcc: addresses,
  replyTo: addresses,
  subject: z.string().default(''),
  text: z.string().optional(),
  html: z.union([z.string(), z.literal(false)]).optional(),
  attachments: z.array(
    z.object({
      filename: z.string().optional(),
      contentType: z.string(),
      size: z.number(),
      content: z.instanceof(Buffer).transform((content) => content.toString('base64')),
    }),
  ),
  headerLines: z.array(z.object({ key: z.string(), line: z.string() })),
})

/**
 * Reads a mail in its form on the wire.
 * @param source the sender, when the mail itself names none
 * @param at seconds since 1970
 */
export async function mailFromMime(raw: Buffer, source: string | undefined, at: number): Promise<Mail> {
  const { simpleParser } = await import('mailparser')
  const parsed = parsedMail.parse(await simpleParser(raw))
  const list = (field: z.infer<typeof addresses>): string[] =>
    field.flatMap(({ value }) => value.flatMap((one) => one.address ?? []))
  return {
    messageId: randomUUID(),
    from: parsed.from?.text ?? source ?? '',
    replyTo: list(parsed.replyTo),
    destination: { to: list(parsed.to), cc: list(parsed.cc), bcc: list(parsed.bcc) },
    subject: parsed.subject,
    body: { ...(parsed.text && { text: parsed.text }), ...(parsed.html && { html: parsed.html }) },
    attachments: parsed.attachments,
    headers: parsed.headerLines.map(({ key, line }) => ({ name: key, value: line.slice(key.length + 1).trim() })),
    at,
  }
}
