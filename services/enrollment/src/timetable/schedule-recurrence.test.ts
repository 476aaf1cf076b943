import { lessonScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

const evenings = { weekly: [{ weekday: 'mon', from: '18:00', to: '20:00' }], from: '2026-03-02' }
const startsOf = ({ body }: { body: { lessons: { startsAt: string }[] } }) =>
  body.lessons.map(({ startsAt }) => startsAt.slice(0, 16))

test('E2: lessons of a recurrence are put onto the timetable, with what was skipped and why', async () => {
  const { calendar } = sampleCampus()
  const at = await enrollmentBench(sampleCampus({ calendar: { ...calendar, holidays: ['2026-03-09'] } }))
  const { classGroupId } = await at.classGroup()
  const answer = await at.post(`/class-groups/${classGroupId}/recurrences`, { ...evenings, until: '2026-03-23' })
  expect(answer.status).toBe(201)
  expect(startsOf(answer)).toEqual(['2026-03-02T10:00', '2026-03-16T10:00', '2026-03-23T10:00'])
  expect(answer.body.skipped).toEqual([{ date: '2026-03-09', from: '18:00', reason: 'holiday' }])
  expect(answer.body).not.toHaveProperty('next')
  expect(at.eventsOf(lessonScheduled)).toHaveLength(3)
  expect((await at.get(`/class-groups/${classGroupId}/lessons`)).body.items).toHaveLength(3)
})

test('E2: without a last day and a number a class gets the lessons that it still lacks', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ lessonCount: 5 })
  await at.lessons(classGroupId, 2)
  const answer = await at.post(`/class-groups/${classGroupId}/recurrences`, { ...evenings, from: '2026-03-09' })
  expect(startsOf(answer)).toEqual(['2026-03-09T10:00', '2026-03-16T10:00', '2026-03-23T10:00'])
  const more = await at.post(`/class-groups/${classGroupId}/recurrences`, { ...evenings, from: '2026-05-04' })
  expect(more.body).toMatchObject({ type: problem('tooManyLessons') })
})

test('E2: what one transaction does not take is gone on with from the day that the answer names', async () => {
  const at = await enrollmentBench()
  const { roomId } = (await at.post('/rooms', { name: 'A1', capacity: 20 })).body
  const { classGroupId } = await at.classGroup({ lessonCount: 60, roomId })
  const ask = (change: object) => at.post(`/class-groups/${classGroupId}/recurrences`, { ...evenings, ...change })
  const first = await ask({})
  const { next, lessons } = first.body
  expect(lessons.length).toBeGreaterThan(20)
  expect(next.count).toBe(60 - lessons.length)
  let rest = next
  const counts = [lessons.length]
  while (rest) {
    const { body } = await ask(rest)
    counts.push(body.lessons.length)
    rest = body.next
  }
  const { items } = (await at.get(`/class-groups/${classGroupId}/lessons?limit=200`)).body
  const all: string[] = items.map(({ startsAt }: { startsAt: string }) => startsAt)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60)
  expect(new Set(all).size).toBe(60)
  const weekMs = 7 * 86_400_000
  expect(all.every((start, at) => at === 0 || Date.parse(start) - Date.parse(all[at - 1] ?? '') === weekMs)).toBe(true)
})

test('E2: a clash anywhere in a recurrence leaves nothing scheduled, not even its first part', async () => {
  const at = await enrollmentBench()
  const other = await at.classGroup()
  const late = { startsAt: '2026-12-07T11:00:00Z', endsAt: '2026-12-07T12:00:00Z' }
  await at.post(`/class-groups/${other.classGroupId}/lessons`, { lessons: [late] })
  const { classGroupId } = await at.classGroup({ lessonCount: 60 })
  const answer = await at.post(`/class-groups/${classGroupId}/recurrences`, evenings)
  expect(answer).toMatchObject({ status: 409, body: { type: problem('teacherBusy') } })
  expect(answer.body.details.startsAt).toBe('2026-12-07T10:00:00.000Z')
  expect((await at.get(`/class-groups/${classGroupId}/lessons`)).body.items).toEqual([])
})

test('E2: a recurrence that is none is refused by its field', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const ask = async (change: object) =>
    (await at.post(`/class-groups/${classGroupId}/recurrences`, { ...evenings, ...change })).body
  const monday = (from: string, to: string) => ({ weekday: 'mon', from, to })
  const paths = async (change: object) => (await ask(change)).errors?.map(({ path }: { path: string }) => path)
  expect(await paths({ weekly: [monday('18:00', '18:00')] })).toEqual(['body.weekly.0.to'])
  expect(await paths({ weekly: [monday('18:00', '20:00'), monday('19:30', '21:00')] })).toEqual(['body.weekly'])
  expect(await paths({ until: '2026-03-01' })).toEqual(['body.until'])
  expect(await paths({ until: '2028-03-03' })).toEqual(['body.until'])
  expect(await ask({ weekly: [monday('18:00', '20:00')], from: '2026-03-03', until: '2026-03-08' })).toMatchObject({
    type: problem('noLessons'),
  })
})
