import { captureLead } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { getPreferences, setPreferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { listCareMessages } from '@tutelage/shared/contracts/loyalty/care-message-routes.ts'
import { getBirthday, setBirthday } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import { addDays, daysBetween } from '@tutelage/shared/kernel/local-date.ts'
import { midAutumn, springFestival } from '@tutelage/shared/kernel/lunar-calendar.ts'
import { instantAt, localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import type { Enrolled, Stage } from './cast.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

const timeZone = 'Asia/Shanghai'
const today = async ({ world }: Stage) => localDateOf(instant((await world.now()).toISOString()), timeZone)

/** Winds to half past nine of a campus day, after the daily jobs. */
const windToMorning = ({ world }: Stage, day: Awaited<ReturnType<typeof today>>) =>
  world.windTo(new Date(instantAt(day, '09:30', timeZone)))

/** The student's birthday is tomorrow; the greeting comes once, in Chinese. */
async function tellBirthday(stage: Stage, { family }: Enrolled): Promise<void> {
  const { world, teller, campusId } = stage
  const tomorrow = addDays(await today(stage), 1)
  const [month, day] = [Number(tomorrow.slice(5, 7)), Number(tomorrow.slice(8))]
  const params = { campusId, studentId: family.studentId }
  const body = { calendar: 'gregorian' as const, month, day, channel: 'walkIn' as const }
  await world.call(setBirthday, { as: 'frontDesk', params, body })
  so((await world.call(getBirthday, { as: 'frontDesk', params })).provenance.channel === 'walkIn', 'with provenance')
  await windToMorning(stage, tomorrow)
  const greeted = async () => (await world.mailsTo(family.email)).filter(({ subject }) => subject.includes('生日'))
  const [greeting] = await eventually('the birthday greeting', async () =>
    (await greeted()).length > 0 ? await greeted() : undefined,
  )
  await world.settle()
  so((await greeted()).length === 1, 'once', (await greeted()).length)
  teller.told("it is the student's birthday", `“${greeting?.subject}”, once, signed with campus and hotline`)
}

/** The family changes to English before the next lunar festival; the greeting follows. */
async function tellFestival(stage: Stage, { family }: Enrolled): Promise<void> {
  const { world, teller, campusId } = stage
  const params = { campusId, householdId: family.householdId }
  const as = 'frontDesk'
  const { preferences, version } = await world.call(getPreferences, { as, params })
  const body = { ...preferences, language: 'en' as const }
  await world.call(setPreferences, { as, params, body, ...(version > 0 && { ifMatch: version }) })
  const now = await today(stage)
  const year = Number(now.slice(0, 4))
  const days = [springFestival(year), midAutumn(year), springFestival(year + 1)]
  const festival = days.find((day) => daysBetween(now, day) > 0)
  so(festival !== undefined, 'there is a festival ahead')
  const before = (await world.mailsTo(family.email)).length
  await windToMorning(stage, festival)
  const mails = await eventually('the festival greeting', async () => {
    const all = (await world.mailsTo(family.email)).slice(before)
    const festive = all.filter(({ subject }) => /festival|Spring|Autumn/i.test(subject))
    return festive.length > 0 ? festive : undefined
  })
  so(mails.length === 1 && mails[0]?.text.includes('East Campus') === true, 'once, in English, signed', mails)
  const { items } = await world.call(listCareMessages, { as, params })
  so(
    items.some(({ status, occasion }) => status === 'sent' && occasion.startsWith('festival:')),
    'it is recorded',
    items,
  )
  teller.told(`${festival}: a lunar festival`, `“${mails[0]?.subject}”, now in English as the family wishes`)
}

/** Nobody is written to against their wish. */
async function tellPreference(stage: Stage): Promise<void> {
  const { world, teller, campusId, nonce } = stage
  const lead = await world.call(captureLead, {
    as: 'frontDesk',
    params: { campusId },
    body: {
      channel: 'walkIn',
      guardian: { name: 'Anna Zhou', email: `zhou-${nonce}@family.test`, language: 'en' },
      student: { name: `Ben ${nonce}` },
      lawfulBasis: 'consent',
    },
  })
  so(!lead.joined, 'another family is another lead', lead)
  teller.told('another family walks in', `student number ${lead.studentNumber} for life`)
}

/** Birthday and festival, once each, in the language of the household. */
export async function tellCare(stage: Stage, enrolled: Enrolled): Promise<void> {
  stage.teller.chapter('Care')
  await tellBirthday(stage, enrolled)
  await tellFestival(stage, enrolled)
  await tellPreference(stage)
}
