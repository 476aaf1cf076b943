import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { returnVisitCompleted } from '@tutelage/shared/contracts/feedback/events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { commitmentBench } from '../testing/commitment-bench.ts'
import { feedbackBench, idOf } from '../testing/feedback-bench.ts'

const studentId = idOf('student', 1)
const path = `/students/${studentId}/return-visits`

test('F10: a return visit is kept with its outcome and mood, and told by ids', async () => {
  const bench = await commitmentBench()
  const note = '妈妈说孩子最近没有精神'
  const visited = await bench.call({ channel: 'home', mood: 'bad', note })
  expect(visited.status).toBe(201)
  expect(bench.eventsOf(returnVisitCompleted)[0]?.data).toEqual({
    returnVisitId: visited.body.returnVisit.returnVisitId,
    householdId: idOf('household', 1),
    studentId,
    channel: 'home',
    outcome: 'reached',
    mood: 'bad',
  })
  expect(JSON.stringify(bench.events())).not.toContain(note)
  const holders = bench.table.all().filter((item) => JSON.stringify(item).includes(note))
  expect(holders.map(({ sk }) => sk)).toEqual([expect.stringMatching(/^PERSON#VISIT#rtv_/)])
})

test('F10: the visits to a family are listed, the latest first, page by page', async () => {
  const bench = await commitmentBench()
  for (const mood of ['good', 'neutral', 'bad']) {
    await bench.call({ mood, note: mood })
    bench.clock.advance(dayMs)
  }
  const first = await bench.ask({ method: 'GET', path: `${path}?limit=2`, as: 'consultant' })
  expect(first.body.items.map(({ note }: { note: string }) => note)).toEqual(['bad', 'neutral'])
  const cursor = encodeURIComponent(first.body.nextCursor)
  const second = await bench.ask({ method: 'GET', path: `${path}?limit=2&cursor=${cursor}`, as: 'consultant' })
  expect(second.body.items.map(({ note }: { note: string }) => note)).toEqual(['good'])
})

test('Least privilege: the front desk sees that a family was called, not what it said; a teacher sees neither', async () => {
  const bench = await commitmentBench()
  await bench.call({ note: '家里有事' })
  const seen = await bench.ask({ method: 'GET', path, as: 'frontDesk' })
  expect(seen.body.items).toMatchObject([{ outcome: 'reached' }])
  expect(seen.text).not.toContain('家里有事')
  expect(await bench.ask({ method: 'GET', path, as: 'teacher' })).toMatchObject({ status: 403 })
})

test('F10: nobody has a mood who was not reached', async () => {
  const bench = await commitmentBench()
  const reply = await bench.call({ outcome: 'noAnswer', mood: 'bad' })
  expect(reply).toMatchObject({ status: 422, body: { type: 'urn:tutelage:problem:moodWithoutTalk' } })
  expect(bench.eventsOf(returnVisitCompleted)).toEqual([])
})

test('F10: a student who is not enrolled at this campus is not found', async () => {
  const bench = await feedbackBench()
  const body = { studentId, channel: 'phone', outcome: 'reached' }
  const reply = await bench.ask({ method: 'POST', path: '/return-visits', body, as: 'learningManager' })
  expect(reply).toMatchObject({ status: 404, body: { details: { what: 'student' } } })
})

test('The household of a student is the one that enrollment named last, in whatever order it is heard', async () => {
  const bench = await commitmentBench()
  const enrolled = (household: number) => ({
    enrollmentId: idOf('enrollment', 2),
    studentId,
    householdId: idOf('household', household),
    classGroupId: idOf('classGroup', 1),
    courseId: idOf('course', 1),
    termId: idOf('term', 1),
    centihours: 100,
    priceMinor: 0,
    currency: 'CNY',
    startsOn: '2026-03-01',
  })
  await bench.deliver(studentEnrolled, enrolled(7), { number: 9_002, recordedAt: '2026-03-05T00:00:00Z' })
  await bench.deliver(studentEnrolled, enrolled(6), { number: 9_001, recordedAt: '2026-03-04T00:00:00Z' })
  expect((await bench.call()).body.returnVisit.householdId).toBe(idOf('household', 7))
})

test('F10: a visit sent twice under one key is one visit', async () => {
  const bench = await commitmentBench()
  const send = () =>
    bench.ask({
      method: 'POST',
      path: '/return-visits',
      body: { studentId, channel: 'phone', outcome: 'reached' },
      headers: { 'idempotency-key': 'visit-1' },
      as: 'learningManager',
    })
  const [first, second] = await Promise.all([send(), send()])
  expect(first.body.returnVisit).toEqual(second.body.returnVisit)
  expect(bench.eventsOf(returnVisitCompleted)).toHaveLength(1)
})
