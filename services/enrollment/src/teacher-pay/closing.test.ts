import { instant } from '@tutelage/shared/kernel/instant.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { classOfTwo } from '../testing/class-of-two.ts'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'

/** 02:30 in Shanghai on the first day of April, and of May. */
const april = instant('2026-03-31T18:30:00Z')
const may = instant('2026-04-30T18:30:00Z')

/** A lesson of March was held by a class of two, whose teacher has a base pay of 500.00. */
async function march(change: Readonly<Record<string, unknown>> = {}) {
  const scene = await classOfTwo(change)
  const { at, first, li, wang } = scene
  await at.post('/teachers/stf_teacher/base-pay', { validFrom: '2026-03', amountMinor: 50_000 })
  await at.mark(first, { [li.studentId]: 'attended', [wang.studentId]: 'leave' })
  const close = (month: string, as: 'finance' | 'campusManager' = 'finance') =>
    at.post(`/pay-months/${month}/closing`, {}, { as })
  /** The night after which the month before is over. */
  const monthEnds = async (now: typeof april) => {
    at.clock.set(now)
    await at.runDaily('post-base-pay')
  }
  const pay = async (month: string, teacherId = 'stf_teacher') =>
    (await at.get(`/teachers/${teacherId}/pay?month=${month}`)).body
  return { ...scene, close, monthEnds, pay }
}

test('E17: base pay is posted once a month is over, and once only', async () => {
  const { at, monthEnds, pay } = await march()
  expect(await pay('2026-03')).toMatchObject({ baseMinor: 0, lessonsMinor: 15_000, totalMinor: 15_000 })
  await monthEnds(april)
  await at.runDaily('post-base-pay')
  at.clock.set('2026-04-02T00:00:00Z')
  await at.runDaily('post-base-pay')
  expect(await pay('2026-03')).toMatchObject({
    ...{ status: 'open', baseMinor: 50_000, lessonsMinor: 15_000, totalMinor: 65_000 },
    entries: [{ kind: 'base', amountMinor: 50_000 }, { kind: 'lesson' }],
  })
  expect(await pay('2026-04')).toMatchObject({ baseMinor: 0, entries: [] })
})

test('E17: base pay is that of the latest month from which one is valid, and its history tells who set it', async () => {
  const { at, monthEnds, pay } = await march()
  await at.post('/teachers/stf_teacher/base-pay', { validFrom: '2026-04', amountMinor: 60_000 }, { as: 'finance' })
  await at.post('/teachers/stf_teacher/base-pay', { validFrom: '2026-03', amountMinor: 51_000 })
  await monthEnds(april)
  expect(await pay('2026-03')).toMatchObject({ baseMinor: 51_000 })
  await monthEnds(may)
  expect(await pay('2026-04')).toMatchObject({ baseMinor: 60_000 })
  const { body } = await at.get('/teachers/stf_teacher/base-pay')
  expect(body).toMatchObject({
    amountMinor: 60_000,
    changes: [
      { validFrom: '2026-03', amountMinor: 50_000 },
      { validFrom: '2026-04', changedBy: { kind: 'finance' } },
      { validFrom: '2026-03', amountMinor: 51_000, changedBy: { kind: 'principal' } },
    ],
  })
  const late = await at.post('/teachers/stf_teacher/base-pay', { validFrom: '2026-04', amountMinor: 1 })
  expect(late).toMatchObject({ status: 422, body: { type: problem('monthIsOver') } })
})

test('E17: the base pay of months that a job missed is posted for each of them', async () => {
  const { monthEnds, pay } = await march()
  await monthEnds(april)
  await monthEnds(instant('2026-06-30T18:30:00Z'))
  for (const month of ['2026-03', '2026-04', '2026-05', '2026-06']) {
    expect(await pay(month)).toMatchObject({ baseMinor: 50_000 })
  }
})

test('E17: more teachers than one page holds get their base pay', async () => {
  const at = await enrollmentBench()
  const teachers = Array.from({ length: 90 }, (_, n) => `stf_teacher-${n}`)
  for (const each of teachers) {
    await at.post(`/teachers/${each}/base-pay`, { validFrom: '2026-03', amountMinor: 70_000 })
  }
  at.clock.set(april)
  await at.runDaily('post-base-pay')
  const { body } = await at.get('/pay-months/2026-03/teachers?limit=50')
  const { body: rest } = await at.get(`/pay-months/2026-03/teachers?limit=50&cursor=${body.nextCursor}`)
  const paid = [...body.items, ...rest.items]
  expect(paid.map(({ teacherId }) => teacherId).sort()).toEqual(teachers.sort())
  expect(new Set(paid.map(({ totalMinor }) => totalMinor))).toEqual(new Set([70_000]))
})

test('E17: a month is closed by finance when it is over, once, in order, after its base pay', async () => {
  const { at, close, monthEnds } = await march()
  expect(await close('2026-03')).toMatchObject({ status: 422, body: { type: problem('monthNotOver') } })
  at.clock.set(april)
  expect(await close('2026-03')).toMatchObject({ status: 409, body: { type: problem('basePayNotPosted') } })
  await monthEnds(april)
  expect((await close('2026-03', 'campusManager')).status).toBe(403)
  expect(await close('2026-03')).toMatchObject({ status: 201, body: { month: '2026-03', closedAt: april } })
  expect(await close('2026-03')).toMatchObject({ status: 409, body: { type: problem('alreadyClosed') } })
  expect(await close('2026-02')).toMatchObject({ status: 409, body: { type: problem('alreadyClosed') } })
  await monthEnds(instant('2026-06-30T18:30:00Z'))
  expect(await close('2026-05')).toMatchObject({ status: 409, body: { type: problem('earlierMonthOpen') } })
  await close('2026-04')
  const { body } = await at.get('/pay-months', 'finance')
  expect(body.items).toMatchObject([{ month: '2026-04' }, { month: '2026-03', closedBy: { kind: 'finance' } }])
})

test('E17: the same request to close a month is answered as it was', async () => {
  const { at, monthEnds } = await march()
  await monthEnds(april)
  const send = () => at.post('/pay-months/2026-03/closing', {}, { headers: { 'idempotency-key': 'closing-03' } })
  const [one, other] = [await send(), await send()]
  expect([one.status, other.status]).toEqual([201, 201])
  expect(other.body).toEqual(one.body)
})

test('E17: what is corrected after closing goes to the first open month, and the closed one never changes', async () => {
  const { at, first, li, close, monthEnds, pay } = await march()
  await monthEnds(april)
  await close('2026-03')
  const closed = await pay('2026-03')
  expect(closed).toMatchObject({ status: 'closed', totalMinor: 65_000 })
  await at.correct(first, li.studentId, 'leave')
  expect(await pay('2026-03')).toEqual(closed)
  expect(await pay('2026-04')).toMatchObject({
    ...{ status: 'open', lessonsMinor: 0, correctionsMinor: -15_000, totalMinor: -15_000 },
    entries: [{ kind: 'correction', lessonId: first, forMonth: '2026-03', amountMinor: -15_000 }],
  })
  await monthEnds(may)
  await close('2026-04')
  await at.correct(first, li.studentId, 'late')
  expect(await pay('2026-05')).toMatchObject({ correctionsMinor: 15_000, totalMinor: 15_000 })
})

test('E17: of another teacher in a closed month, each has their difference in the open one, and the lesson is found', async () => {
  const { at, first, close, monthEnds, pay } = await march()
  await monthEnds(april)
  await close('2026-03')
  const body = { staffId: 'stf_other', status: 'attended' }
  expect((await at.post(`/lessons/${first}/teacher-corrections`, body)).status).toBe(201)
  expect(await pay('2026-04')).toMatchObject({ totalMinor: -15_000 })
  expect(await pay('2026-04', 'stf_other')).toMatchObject({ totalMinor: 15_000 })
  const attendance = await at.get('/teachers/stf_other/attendance?month=2026-03')
  expect(attendance.body).toMatchObject({ dueLessons: 1, lessons: [{ lessonId: first }] })
})

test('E17: two teachers of one shard change places in one commit', async () => {
  const { at, first, pay } = await march()
  // Among so many, some share the shard of whoever was before.
  for (let n = 0; n < 40; n += 1) {
    const body = { staffId: `stf_substitute-${n}`, status: 'attended' }
    expect((await at.post(`/lessons/${first}/teacher-corrections`, body)).status).toBe(201)
  }
  expect(await pay('2026-03', 'stf_substitute-39')).toMatchObject({ totalMinor: 15_000 })
  expect(await pay('2026-03', 'stf_substitute-38')).toMatchObject({ totalMinor: 0 })
})

test('E17: a correction that a closing overtakes, wherever it stands, goes to the next month', async () => {
  let played = 0
  let happened = true
  for (let before = 0; happened; before += 1) {
    const { at, first, li, close, monthEnds, pay } = await march()
    await monthEnds(april)
    const closed = { status: 0, total: 0 }
    const between = interleaved(at.table, before, async () => {
      closed.status = (await close('2026-03')).status
      closed.total = (await pay('2026-03')).totalMinor
    })
    const slow = httpHandler(enrollment, { ...at.ports, table: between.table }, { checkReplies: true })
    const path = `/enrollment/campuses/${testCampusId}/lessons/${first}/attendance/${li.studentId}/corrections`
    const headers = { 'idempotency-key': 'slow' }
    const corrected = await ask(slow, { method: 'POST', path, as: 'principal', body: { status: 'leave' }, headers })
    expect(corrected.status).toBe(201)
    happened = between.happened()
    if (!happened) break
    played += 1
    expect(closed.status).toBe(201)
    expect((await pay('2026-03')).totalMinor).toBe(closed.total)
    expect((await pay('2026-03')).totalMinor + (await pay('2026-04')).totalMinor).toBe(50_000)
  }
  expect(played).toBeGreaterThan(10)
})

test('E17: a reward course pays an allowance beside the rate, by the policy of the campus, on its own line', async () => {
  const { at, first, li, pay } = await march({ kind: 'reward' })
  expect(await pay('2026-03')).toMatchObject({
    ...{ lessonsMinor: 15_000, allowancesMinor: 2_000, totalMinor: 17_000 },
    entries: [
      { kind: 'lesson', lessonId: first, amountMinor: 15_000 },
      { kind: 'allowance', lessonId: first, amountMinor: 2_000 },
    ],
  })
  await at.put('/policies/teacher-pay', { rewardAllowanceMinor: 3_500 })
  await at.correct(first, li.studentId, 'late')
  expect(await pay('2026-03')).toMatchObject({ lessonsMinor: 15_000, allowancesMinor: 3_500 })
  await at.correct(first, li.studentId, 'leave')
  expect(await pay('2026-03')).toMatchObject({ lessonsMinor: 0, allowancesMinor: 0, totalMinor: 0 })
})

test('E17: a statement is a table, too, for those who may see it', async () => {
  const { at, first, monthEnds } = await march({ kind: 'reward' })
  await monthEnds(april)
  const path = '/teachers/stf_teacher/pay.csv?month=2026-03'
  const { status, headers, text } = await at.get(`${path}&language=en`, { role: 'teacher', id: 'stf_teacher' })
  expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
  const rows = text.split('\r\n').map((row) => row.split(','))
  expect(rows[0]?.slice(0, 4)).toEqual(['\uFEFFTeacher', 'Month', 'For', 'Lesson'])
  expect(rows.slice(1, -1).map((row) => [row[2], row[3], row.at(-1)])).toEqual([
    ['Base pay', '', '50000'],
    ['Lesson', first, '15000'],
    ['Allowance', first, '2000'],
    ['Total', '', '67000'],
  ])
  expect((await at.get(path, { role: 'teacher', id: 'stf_other' })).status).toBe(403)
  expect((await at.get('/teachers/stf_teacher/base-pay', { role: 'teacher', id: 'stf_other' })).status).toBe(403)
})
