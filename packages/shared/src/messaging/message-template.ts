import * as z from 'zod'
import type { Campus } from '../contracts/campus.ts'
import { whenAsked } from '../contracts/deferred.ts'
import type { Language } from '../contracts/fields.ts'
import type { MessageCategory } from '../contracts/message-events.ts'
import { accept, type Decision, refuse } from '../kernel/decision.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type LocalFormat, localFormat } from './local-format.ts'

/** What a template may fill in: the request's params, the names behind the recipient's id, and the campus. */
export interface Filling<Params> {
  readonly params: Params
  /** Whom the message addresses: the guardian, or the member of staff. */
  readonly addressee: string
  /** The student it is about; the addressee where there is none. */
  readonly student: string
  readonly campus: string
  readonly format: LocalFormat
}

/** Subject and plain text, without greeting line's frame or signature: those are added for every message. */
export interface Wording {
  readonly subject: string
  readonly text: string
}

/** One message that can be sent, in each language that customers read. Rule: Language. */
export interface MessageTemplate<Params extends z.ZodObject = z.ZodObject> {
  readonly name: string
  readonly category: MessageCategory
  readonly params: () => Params
  readonly wordings: Readonly<Record<Language, (filling: Filling<z.output<Params>>) => Wording>>
}

/** A template whose params' type is forgotten: it checks them itself. */
export interface AnyMessageTemplate {
  readonly name: string
  readonly category: MessageCategory
  readonly wordings: Readonly<Record<Language, unknown>>
  /** @returns subject and text, or refuses `paramsInvalid` when the params are not of the template's shape */
  write(request: WritingRequest): Decision<Wording, 'paramsInvalid'>
}

/** Everything that a message is written from. */
export interface WritingRequest {
  readonly params: Readonly<Record<string, unknown>>
  readonly addressee: string
  readonly student?: string
  readonly campus: Campus
  readonly language: Language
  /** A link by which the family refuses such messages; none on receipts and staff messages. */
  readonly unsubscribeUrl?: string
}

/**
 * Declares a template.
 * @param template its name, category, params and the wording in each language
 */
export function defineTemplate<Params extends z.ZodObject>(template: MessageTemplate<Params>): AnyMessageTemplate {
  const shape = whenAsked(template.params)
  return {
    name: template.name,
    category: template.category,
    wordings: template.wordings,
    write(request) {
      const { language, campus, addressee } = request
      const params = z.safeParse<Params>(shape(), request.params)
      if (!params.success)
        return refuse('paramsInvalid', { paths: params.error.issues.map(({ path }) => path.join('.')) })
      const wording = template.wordings[language]({
        params: params.data,
        addressee,
        student: request.student ?? addressee,
        campus: campus.name[language],
        format: localFormat(campus, language),
      })
      return accept({ subject: wording.subject, text: framed(wording.text, request) })
    },
  }
}

function framed(text: string, { language, campus, unsubscribeUrl, addressee }: WritingRequest): string {
  const name = campus.name[language]
  const lines =
    language === 'zh-CN'
      ? [`${addressee}，您好：`, '', text, '', name, `服务热线：${campus.hotline}`]
      : [`Dear ${addressee},`, '', text, '', name, `Hotline: ${campus.hotline}`]
  if (unsubscribeUrl)
    lines.push(
      '',
      `${language === 'zh-CN' ? '不想再收到此类消息' : 'No more messages of this kind'}: ${unsubscribeUrl}`,
    )
  return lines.join('\n')
}

/** A list of moments as a message param holds it: instants joined by commas, since params are flat. */
export const instantsParam = whenAsked(() =>
  z
    .string()
    .max(2_000)
    .transform((text): Instant[] => text.split(',').filter(Boolean).map(instant)),
)
