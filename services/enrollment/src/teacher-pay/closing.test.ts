import { instant } from '@tutelage/shared/kernel/instant.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'
import { april, may, paidMarch } from '../testing/paid-march.ts'

test('E17: a month is closed by finance when it is over, once, in order, after its base pay', async () => {
  const { at, close, monthEnds } = await paidMarch()
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
  const { at, monthEnds } = await paidMarch()
  await monthEnds(april)
  const send = () => at.post('/pay-months/2026-03/closing', {}, { headers: { 'idempotency-key': 'closing-03' } })
  const [one, other] = [await send(), await send()]
  expect([one.status, other.status]).toEqual([201, 201])
  expect(other.body).toEqual(one.body)
})

test('E17: what is corrected after closing goes to the first open month, and the closed one never changes', async () => {
  const { at, first, li, close, monthEnds, pay } = await paidMarch()
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
  const { at, first, close, monthEnds, pay } = await paidMarch()
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
  const { at, first, pay } = await paidMarch()
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
    const { at, first, li, close, monthEnds, pay } = await paidMarch()
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
