import { expect, test } from 'vitest'
import { enrolled } from '../testing/sample-events.ts'
import { named, testService } from '../testing/service-bench.ts'

const studentId = named('student', 'li')
const frontDesk = { kind: 'frontDesk', id: 'stf_demo-front-desk' } as const

async function withStudent() {
  const at = await testService()
  await at.deliver(enrolled())
  const put = (body: unknown, ifMatch?: number) =>
    at.ask('setBirthday', { params: { studentId }, body, actor: frontDesk, ...(ifMatch !== undefined && { ifMatch }) })
  return { at, put }
}

test('Y1: a birthday knows when, through which channel and by whom it was learnt', async () => {
  const { at, put } = await withStudent()
  const birthday = { calendar: 'lunar', month: 6, day: 30, leap: true, year: 2017 }
  await put({ ...birthday, channel: 'phone' })
  expect(await at.answer('getBirthday', { params: { studentId } })).toEqual({
    studentId,
    birthday,
    provenance: { collectedAt: at.clock.now(), channel: 'phone', collectedBy: frontDesk.id },
    version: 1,
  })
})

test('Y1: a birthday is changed only by who saw the one before', async () => {
  const { put } = await withStudent()
  const first = { calendar: 'gregorian', month: 5, day: 4 }
  await put(first)
  expect(await put({ ...first, day: 5 })).toMatchObject({ refusal: { code: 'versionRequired' } })
  expect(await put({ ...first, day: 5 }, 7)).toMatchObject({ refusal: { code: 'versionMismatch' } })
  expect(await put({ ...first, day: 5 }, 1)).toMatchObject({ answer: { version: 2, birthday: { day: 5 } } })
})

test('Y1: a day that no year has is refused, naming the field', async () => {
  const { put } = await withStudent()
  const impossible = [
    { calendar: 'gregorian', month: 2, day: 30 },
    { calendar: 'gregorian', month: 2, day: 29, year: 2019 },
    { calendar: 'lunar', month: 1, day: 31 },
  ]
  for (const body of impossible) await expect(put(body)).rejects.toThrow('body.day')
  expect(await put({ calendar: 'gregorian', month: 2, day: 29 })).toMatchObject({ kind: 'done' })
})

test('Y1: the birthday of a student who was never enrolled is neither kept nor known', async () => {
  const { at, put } = await withStudent()
  const params = { studentId: named('student', 'nobody') }
  const body = { calendar: 'gregorian', month: 5, day: 4 }
  await expect(at.ask('setBirthday', { params, body })).rejects.toThrow('no such student')
  await expect(at.ask('getBirthday', { params: { studentId } })).rejects.toThrow('no such birthday')
  await put(body)
})

test('Y1: who changed a birthday, from what to what, is kept; no event carries it', async () => {
  const { at, put } = await withStudent()
  await put({ calendar: 'gregorian', month: 5, day: 4 })
  await put({ calendar: 'gregorian', month: 6, day: 4 }, 1)
  const changes = at.table.all().filter(({ entity }) => entity === 'birthdayChange')
  expect(changes).toMatchObject([
    { after: { month: 5 }, changedBy: frontDesk },
    { before: { month: 5 }, after: { month: 6 }, changedBy: frontDesk },
  ])
  expect(JSON.stringify(at.events())).not.toContain('calendar')
})
