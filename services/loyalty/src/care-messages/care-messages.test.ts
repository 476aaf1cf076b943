import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import { careMessageSent, careMessageSuppressed } from '@tutelage/shared/contracts/loyalty/events.ts'
import { messageRequested, messageSent, messageSuppressed } from '@tutelage/shared/contracts/message-events.ts'
import { type LocalDate, localDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { findTemplate } from '@tutelage/shared/messaging/all-templates.ts'
import { expect, test } from 'vitest'
import { dayAt, enrolled } from '../testing/sample-events.ts'
import { arrived, named, type TestService, testService } from '../testing/service-bench.ts'

const li = named('student', 'li')
const household = named('household', 'wang')

async function bornOn(birthday: Record<string, unknown>): Promise<TestService> {
  const at = await testService()
  await at.deliver(enrolled())
  await at.answer('setBirthday', { params: { studentId: li }, body: birthday })
  return at
}

/** The occasions asked for when the daily jobs run on each day of a span. */
async function occasionsIn(at: TestService, from: string, days: number): Promise<readonly string[]> {
  let day: LocalDate = localDate(from)
  for (let n = 0; n < days; n += 1, day = addDays(day, 1)) await at.runDaily('greet-birthdays', day)
  return at.eventsOf(messageRequested).map(({ data }) => data.occasion)
}

const greetingsOf = (at: TestService) => at.answer('listCareMessages', { params: { householdId: household } })

test('Y10: a birthday is greeted on its day, once, addressed by id only', async () => {
  const at = await bornOn({ calendar: 'gregorian', month: 5, day: 4, year: 2016 })
  const days = ['2026-05-03', '2026-05-04', '2026-05-04', '2026-05-05'].map(localDate)
  for (const day of days) await at.runDaily('greet-birthdays', day)
  expect(at.eventsOf(messageRequested).map(({ data }) => data)).toMatchObject([
    {
      occasion: `birthday:${li}:2026`,
      category: 'care',
      template: 'birthdayGreeting',
      recipient: { studentId: li },
      params: {},
      notAfter: '2026-05-05T16:00:00.000Z',
    },
  ])
})

test('Y10: those born on 29 February are greeted each year, when the campus says', async () => {
  const at = await bornOn({ calendar: 'gregorian', month: 2, day: 29 })
  const day = localDate('2027-02-28')
  await at.runDaily('greet-birthdays', day)
  await at.runDaily('greet-birthdays', localDate('2027-03-01'))
  expect(at.eventsOf(messageRequested)).toHaveLength(1)
  await at.answer('setCareMessagesPolicy', { body: { leapDayBirthday: '03-01' } })
  for (const text of ['2026-02-28', '2026-03-01', '2028-02-28', '2028-02-29', '2028-03-01']) {
    await at.runDaily('greet-birthdays', localDate(text))
  }
  const occasions = at.eventsOf(messageRequested).map(({ data }) => data.occasion)
  expect(occasions).toEqual([2027, 2026, 2028].map((year) => `birthday:${li}:${year}`))
})

test('Y10: a birthday by the moon is greeted once in each lunar year', async () => {
  const at = await bornOn({ calendar: 'lunar', month: 11, day: 20 })
  const occasions = await occasionsIn(at, '2026-01-01', 365)
  expect(occasions).toEqual([2025, 2026].map((year) => `birthday:${li}:${year}`))
})

test('Y10: a birthday in a leap month or on a day 30 is greeted in every year', async () => {
  const leap = await bornOn({ calendar: 'lunar', month: 6, day: 30, leap: true })
  expect(await occasionsIn(leap, '2025-06-01', 1_200)).toEqual(
    [2025, 2026, 2027, 2028].map((year) => `birthday:${li}:${year}`),
  )
})

test('Y10: a changed birthday is no longer greeted on the day before', async () => {
  const at = await bornOn({ calendar: 'gregorian', month: 5, day: 4 })
  const body = { calendar: 'lunar', month: 8, day: 15 }
  await at.answer('setBirthday', { params: { studentId: li }, body, ifMatch: 1 })
  await at.runDaily('greet-birthdays', localDate('2026-05-04'))
  expect(at.eventsOf(messageRequested)).toEqual([])
  await at.runDaily('greet-birthdays', localDate('2026-09-25'))
  expect(at.eventsOf(messageRequested)).toHaveLength(1)
})

test('Y10: more birthdays than a page holds are all greeted, once each', async () => {
  const at = await testService()
  const students = Array.from({ length: 60 }, (_, n) => `student${n}`)
  await at.deliver(...students.map((student) => enrolled(student, { household: `household-${student}` })))
  const body = { calendar: 'gregorian', month: 5, day: 4 }
  for (const student of students)
    await at.answer('setBirthday', { params: { studentId: named('student', student) }, body })
  const day = localDate('2026-05-04')
  await Promise.all([at.runDaily('greet-birthdays', day), at.runDaily('greet-birthdays', day)])
  const occasions = at.eventsOf(messageRequested).map(({ data }) => data.occasion)
  expect([occasions.length, new Set(occasions).size]).toEqual([60, 60])
})

test('Y10: a lunar festival is greeted in each household once, and only those that the campus chose', async () => {
  const at = await testService()
  const households = Array.from({ length: 30 }, (_, n) => `household${n}`)
  await at.deliver(...households.map((name) => enrolled(`student-${name}`, { household: name })))
  for (const text of ['2026-02-16', '2026-02-17', '2026-02-17', '2026-03-03', '2026-09-25']) {
    await at.runDaily('greet-festivals', localDate(text))
  }
  const told = at.eventsOf(messageRequested).map(({ data }) => `${data.template} ${data.params.festival}`)
  const expected = ['springFestival', 'midAutumn'].flatMap((name) => households.map(() => `festivalGreeting ${name}`))
  expect(told).toEqual(expected)
  const [first] = at.eventsOf(messageRequested)
  expect(first?.data.occasion).toMatch(/^festival:springFestival:hsh_\w+:2026$/)
  expect(first?.data.recipient).toHaveProperty('householdId')
})

test('Y10: a campus may greet nobody', async () => {
  const at = await bornOn({ calendar: 'gregorian', month: 2, day: 17 })
  await at.answer('setCareMessagesPolicy', { body: { birthdays: false, festivals: [] } })
  await at.runDaily('greet-birthdays', localDate('2026-02-17'))
  await at.runDaily('greet-festivals', localDate('2026-02-17'))
  expect(at.eventsOf(messageRequested)).toEqual([])
})

test('Y10: that a greeting was sent or held back is recorded, with the reason, in whatever order it is heard', async () => {
  const sent = await outcomeOf(['sent', 'suppressed'])
  expect(await greetingsOf(sent)).toMatchObject({ items: [{ status: 'sent', studentId: li }] })
  const late = await outcomeOf(['suppressed', 'sent'])
  expect(await greetingsOf(late)).toMatchObject({ items: [{ status: 'sent' }] })
  expect(late.eventsOf(careMessageSuppressed).map(({ data }) => data.reason)).toEqual(['preference'])
  expect(late.eventsOf(careMessageSent)).toHaveLength(1)
  const held = await outcomeOf(['suppressed'])
  expect(await greetingsOf(held)).toMatchObject({ items: [{ status: 'suppressed', reason: 'preference' }] })
})

test('Y10: outcomes of messages of others change nothing', async () => {
  const at = await bornOn({ calendar: 'gregorian', month: 5, day: 4 })
  const others = { messageId: named('message', 'other'), occasion: 'x', channel: 'email', template: 'x' } as const
  const recipient = { householdId: household }
  const events = (['care', 'receipt'] as const).map((category) =>
    arrived(messageSent, { ...others, category, recipient }, { at: dayAt(1), of: category }),
  )
  await at.deliver(...events)
  expect(at.eventsOf(careMessageSent)).toEqual([])
})

test('Y10: greetings are there in Chinese and English, signed with campus and hotline', async () => {
  const at = await testService()
  const campus = await loadCampus(at.context())
  const write = (name: string, language: 'zh-CN' | 'en', params: Record<string, string> = {}) => {
    const written = findTemplate(name)?.write({ params, addressee: '王女士', student: '小莉', campus, language })
    return written?.ok ? written.value : undefined
  }
  expect(write('birthdayGreeting', 'zh-CN')?.subject).toBe('小莉，生日快乐！')
  for (const festival of ['springFestival', 'lantern', 'dragonBoat', 'midAutumn', 'doubleNinth']) {
    const [chinese, english] = [
      write('festivalGreeting', 'zh-CN', { festival }),
      write('festivalGreeting', 'en', { festival }),
    ]
    expect(chinese?.text).toContain(campus.name['zh-CN'])
    expect(english?.text).toContain(campus.hotline)
    expect(english?.subject).toMatch(/Festival/)
  }
})

async function outcomeOf(outcomes: readonly ('sent' | 'suppressed')[]): Promise<TestService> {
  const at = await bornOn({ calendar: 'gregorian', month: 5, day: 4 })
  await at.runDaily('greet-birthdays', localDate('2026-05-04'))
  const [requested] = at.eventsOf(messageRequested)
  if (!requested) throw new Error('no greeting')
  const { messageId, occasion, category, channel, template, recipient } = requested.data
  const data = { messageId, occasion, category, channel, template, recipient }
  for (const outcome of outcomes) {
    const when = { at: dayAt(70), of: outcome }
    if (outcome === 'sent') await at.deliver(arrived(messageSent, data, when))
    else await at.deliver(arrived(messageSuppressed, { ...data, reason: 'preference' }, when))
  }
  return at
}
