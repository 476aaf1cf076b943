import * as z from 'zod'
import { type Centihours, centihours } from '../kernel/centihours.ts'
import { type Id, type IdKind, idPrefixes } from '../kernel/ids.ts'
import { type Instant, instant, type LocalDate, localDate } from '../kernel/instant.ts'
import { type AmountMinor, amountMinor } from '../kernel/money.ts'
import { type Points, points } from '../kernel/points.ts'
import { whenAsked } from './deferred.ts'

/** The fields that every contract is written with: what they accept on the wire, and the branded type they become. */

const shortNamed: readonly IdKind[] = ['campus', 'staff', 'partner']

const makeIdField = <Kind extends IdKind>(kind: IdKind): IdField<Kind> =>
  z
    .string()
    .regex(
      new RegExp(
        `^${idPrefixes[kind]}_${shortNamed.includes(kind) ? '[A-Za-z0-9-]{2,40}' : '[0-9A-HJKMNP-TV-Z]{26}'}$`,
      ),
    )
    .transform((text): Id<Kind> => text as Id<Kind>)

type IdField<Kind extends IdKind> = z.ZodPipe<z.ZodString, z.ZodTransform<Id<Kind>, string>>

/** Each kind's field is made once: contracts name ids hundreds of times, and each schema costs at every cold start. */
const idFields = new Map<IdKind, IdField<never>>()

/** An id of one kind: the prefix and a ULID; campuses, staff and partners may have short names. */
export function idField<Kind extends IdKind>(kind: Kind): IdField<Kind> {
  const made = idFields.get(kind) ?? makeIdField<never>(kind)
  idFields.set(kind, made)
  return made
}

/**
 * Times are from 1900 to 2199. Outside of the years that have four digits text order is no time order; these are well within, so
 * that what is reckoned from a time that somebody sends, days or months away, is within them, too.
 */
const isInReach = (year: number): boolean => year >= 1_900 && year < 2_200

/** In UTC, of a day or of a moment: one that is written in UTC, as nearly all that is read is, and a day begin with it. */
const yearOf = (text: string): number =>
  /[+-]\d\d:\d\d$/.test(text) ? new Date(text).getUTCFullYear() : Number(text.slice(0, 4))

/** A moment with time zone, from the year 1900 to 2199; any offset is accepted and kept as UTC. */
export const instantField = whenAsked(() =>
  z.iso
    .datetime({ offset: true, abort: true })
    .refine((text) => isInReach(yearOf(text)), { error: 'a moment from the year 1900 to 2199', abort: true })
    .transform((text): Instant => instant(text)),
)

/** A calendar day from 1900 to 2199, `YYYY-MM-DD`. */
export const localDateField = whenAsked(() =>
  z.iso
    .date({ abort: true })
    .refine((text) => isInReach(yearOf(text)), { error: 'a day from the year 1900 to 2199', abort: true })
    .transform((text): LocalDate => localDate(text)),
)

/** A month of the campus's calendar from 1900 to 2199, `YYYY-MM`. */
export const monthField = whenAsked(() => z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/))

/** Money in the minor unit, ≥ 0 unless said otherwise. */
export const amountField = whenAsked(() =>
  z
    .int()
    .min(0)
    .max(1_000_000_000_000)
    .transform((value): AmountMinor => amountMinor(value)),
)

/** Lesson hours in hundredths, ≥ 0. */
export const centihoursField = whenAsked(() =>
  z
    .int()
    .min(0)
    .max(10_000_000)
    .transform((value): Centihours => centihours(value)),
)

/** Points, ≥ 0. */
export const pointsField = whenAsked(() =>
  z
    .int()
    .min(0)
    .max(1_000_000_000)
    .transform((value): Points => points(value)),
)

/** ISO 4217. */
export const currencyField = whenAsked(() => z.string().regex(/^[A-Z]{3}$/))

/** One line that a person wrote: a name, a title. No control characters. */
export const lineField = (max = 200) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u)

/** Several lines that a person wrote. */
export const textField = (max = 4_000) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\n\r\t]*(?:[\n\r\t][^\p{Cc}\n\r\t]*)*$/u)

/** The languages that customers read. */
export const languageField = whenAsked(() => z.enum(['zh-CN', 'en']))
export type Language = z.output<ReturnType<typeof languageField>>

/** `limit` and `cursor` of every list; the cursor is opaque. */
export const pageQuery = whenAsked(() => ({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(2_000).optional(),
}))

/** `{items, nextCursor}` of every list; no cursor means the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() })

/** Through which channel something came, was said or is sent. */
export const channelField = whenAsked(() =>
  z.enum(['phone', 'email', 'sms', 'wechat', 'web', 'walkIn', 'partner', 'referral', 'event', 'import']),
)
export type Channel = z.output<ReturnType<typeof channelField>>
