import * as z from 'zod'
import { type BusinessCalendar, validateCalendar } from '../kernel/business-calendar.ts'
import type { Weekday } from '../kernel/local-date.ts'
import { isTimeZone } from '../kernel/time-zone.ts'
import { whenAsked } from './deferred.ts'
import { currencyField, idField, languageField, lineField, localDateField } from './fields.ts'

/** `HH:mm` on the wall of the campus; `24:00` where the end of a day is meant. */
export const localTimeField = whenAsked(() => z.string().regex(/^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/))

/** An IANA name, such as `Asia/Shanghai`. */
export const timeZoneField = whenAsked(() =>
  z.string().max(60).refine(isTimeZone, { error: 'not a known IANA time zone' }),
)

const shiftField = whenAsked(() => z.object({ from: localTimeField(), to: localTimeField() }))
/** The shifts of one day. */
export const shifts = whenAsked(() => z.array(shiftField()).max(10))
/** A day of the week as calendars name it. */
export const weekdayField = whenAsked(() => z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))

/** The business calendar without its time zone, which the campus has itself. */
const calendarField = whenAsked(() =>
  z.object({
    weekly: z.object({
      mon: shifts(),
      tue: shifts(),
      wed: shifts(),
      thu: shifts(),
      fri: shifts(),
      sat: shifts(),
      sun: shifts(),
    } satisfies Record<Weekday, unknown>),
    holidays: z.array(localDateField()).max(400),
    makeUpDays: z
      .array(
        z.union([
          z.object({ date: localDateField(), asWeekday: weekdayField() }),
          z.object({ date: localDateField(), shifts: shifts().min(1) }),
        ]),
      )
      .max(200),
  }),
)

const settings = whenAsked(() => ({
  /** As customers read it. */
  name: z.object({ 'zh-CN': lineField(100), en: lineField(100) }),
  /** Signed under every message. */
  hotline: z.string().regex(/^\+?[0-9][0-9 -]{2,29}$/),
  timeZone: timeZoneField(),
  currency: currencyField(),
  /** Of households that chose none. */
  language: languageField(),
  calendar: calendarField(),
  /** In which no message goes out. */
  quietHours: z.object({ from: localTimeField(), to: localTimeField() }),
}))

function checkCalendar(
  { calendar, timeZone }: { calendar: z.output<ReturnType<typeof calendarField>>; timeZone: string },
  check: z.RefinementCtx,
): void {
  if (!isTimeZone(timeZone)) return
  const decided = validateCalendar({ ...calendar, timeZone })
  if (!decided.ok) check.addIssue({ code: 'custom', path: ['calendar'], message: decided.code })
}

/** What a campus is, as the principal configures it; its id stands in the path. */
export const campusSettings = whenAsked(() => z.object(settings()).superRefine(checkCalendar))
export type CampusSettings = z.output<ReturnType<typeof campusSettings>>

/** A campus as every service keeps it: time zone, business calendar, names, hotline, currency, language, quiet hours. */
export const campusProfile = whenAsked(() =>
  z.object({ campusId: idField('campus'), ...settings() }).superRefine(checkCalendar),
)
export type CampusProfile = z.output<ReturnType<typeof campusProfile>>

/** A campus as rules use it: its calendar knows the time zone. */
export type Campus = Omit<CampusProfile, 'calendar'> & { readonly calendar: BusinessCalendar }

/** Joins calendar and time zone of a profile. */
export const campusOf = (profile: CampusProfile): Campus => ({
  ...profile,
  calendar: { ...profile.calendar, timeZone: profile.timeZone },
})
