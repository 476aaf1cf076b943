import { gradeFell, gradeRecorded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { addMs, localDate, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { describe, expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

const exam = (heldOn: string, score: number) => ({
  ...{ subject: 'Maths', heldOn, scoreHundredths: score * 100, fullMarksHundredths: 10_000, examName: 'Monthly test' },
})
const result = (reference: string, heldOn: string, score: number, publishedAt = '2026-03-02T01:00:00Z') => ({
  ...{ ...exam(heldOn, score), reference, publishedAt },
})

const refused = (code: string) => ({ kind: 'refused', refusal: { code } })

async function bench(campus = sampleCampus()) {
  const at = await enrollmentBench(campus)
  const { classGroupId } = await at.classGroup()
  const studentId = await at.student(1)
  await at.post('/enrollments', { studentId, classGroupId, centihours: 2_000, learningManagerId: 'stf_mei' })
  const as = 'learningManager'
  const record = (body: object) => at.post(`/students/${studentId}/grades`, body, { as })
  const correct = (gradeId: string, score: number) => {
    const body = { scoreHundredths: score * 100, reason: 'a slip of the pen' }
    return at.post(`/students/${studentId}/grades/${gradeId}/corrections`, body, { as })
  }
  const publish = (said: ReturnType<typeof result>) =>
    at.partner('ExamResultPublished', { studentId, ...said }, 'prt_school')
  /** What was told since the enrollment. */
  const told = () =>
    at
      .eventsOf(messageRequested)
      .map(({ data }) => data.template)
      .filter((template) => template.startsWith('gradeF'))
  const grades = async () => (await at.get(`/students/${studentId}/grades`)).body.items
  return { ...at, studentId, record, correct, publish, told, grades }
}

describe('E15 corrections', () => {
  test('97 that becomes 32 by a correction is told as a new 32 is; what it was is kept', async () => {
    const { record, correct, told, eventsOf, grades } = await bench()
    await record(exam('2026-01-10', 97))
    const { gradeId } = (await record(exam('2026-03-01', 95))).body
    expect(told()).toEqual([])
    const corrected = await correct(gradeId, 32)
    const was = { scoreHundredths: 9_500, reason: 'a slip of the pen', correctedAt: '2026-03-02T01:00:00.000Z' }
    expect(corrected.body).toMatchObject({ scoreHundredths: 3_200, corrections: [was] })
    expect(told()).toEqual(['gradeFell', 'gradeFellToManager'])
    expect(eventsOf(gradeFell)).toMatchObject([{ data: { gradeId }, meta: { aggregateVersion: 2 } }])
    expect(eventsOf(gradeRecorded).at(-1)).toMatchObject({ data: { gradeId }, meta: { aggregateVersion: 2 } })
    expect((await grades())[1]).toMatchObject({ gradeId, scoreHundredths: 3_200, corrections: [was] })
  })

  test('a fall that was a slip is taken back, and told so; a second slip is told again', async () => {
    const { record, correct, told, eventsOf, grades } = await bench()
    await record(exam('2026-01-10', 97))
    const { gradeId } = (await record(exam('2026-03-01', 32))).body
    await correct(gradeId, 92)
    expect(told().slice(2)).toEqual(['gradeFallWithdrawn', 'gradeFallWithdrawnToManager'])
    expect((await grades())[1].fellFrom).toBeUndefined()
    await correct(gradeId, 40)
    expect(told().slice(4)).toEqual(['gradeFell', 'gradeFellToManager'])
    expect(eventsOf(gradeFell).map(({ meta }) => meta.aggregateVersion)).toEqual([1, 3])
    const occasions = eventsOf(messageRequested).map(({ data }) => data.occasion)
    expect(new Set(occasions).size).toBe(occasions.length)
  })

  test('a corrected score moves what the exam after it fell from', async () => {
    const { record, correct, told, grades } = await bench()
    const { gradeId } = (await record(exam('2026-01-10', 50))).body
    await record(exam('2026-03-01', 45))
    await correct(gradeId, 90)
    expect(told()).toEqual(['gradeFell', 'gradeFellToManager'])
    expect((await grades())[1].fellFrom).toBe(gradeId)
    await correct(gradeId, 50)
    expect((await grades())[1].fellFrom).toBeUndefined()
    expect(told().at(-1)).toBe('gradeFallWithdrawnToManager')
  })

  test('the grade whose fall is taken back is recorded so, at its own version, and no other is', async () => {
    const { record, correct, eventsOf } = await bench()
    const first = (await record(exam('2026-01-10', 50))).body.gradeId
    const second = (await record(exam('2026-02-01', 92))).body.gradeId
    const third = (await record(exam('2026-03-01', 60))).body.gradeId
    const corrected = async (gradeId: string, score: number) => {
      const known = eventsOf(gradeRecorded).length
      await correct(gradeId, score)
      return eventsOf(gradeRecorded)
        .slice(known)
        .map(({ data, meta }) => [data.gradeId, meta.aggregateVersion, data.fallWithdrawn])
    }
    expect(eventsOf(gradeFell).map(({ data }) => data.gradeId)).toEqual([third])
    expect(await corrected(third, 59)).toEqual([[third, 2, undefined]])
    const ofNext = [second, 2, undefined]
    expect(await corrected(second, 61)).toEqual([ofNext, [third, 3, true]])
    expect(await corrected(second, 32)).toEqual([[second, 3, undefined]])
    expect(await corrected(second, 55)).toEqual([[second, 4, true]])
    expect(await corrected(first, 52)).toEqual([[first, 2, undefined]])
    const ids = eventsOf(gradeRecorded).map(({ meta }) => meta.eventId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('a fall is taken back with the score that it fell from, also when an exam recorded late stands between', async () => {
    const { record, correct, told, eventsOf, grades } = await bench()
    const first = (await record(exam('2026-01-10', 97))).body.gradeId
    const last = (await record(exam('2026-03-01', 50))).body.gradeId
    const late = (await record(exam('2026-02-01', 52))).body.gradeId
    const fellFrom = async () => (await grades()).map((grade: { fellFrom?: string }) => grade.fellFrom)
    expect(await fellFrom()).toEqual([undefined, first, first])
    const known = told().length
    await correct(first, 55)
    expect(await fellFrom()).toEqual([undefined, undefined, undefined])
    const withdrawn = eventsOf(gradeRecorded).filter(({ data }) => data.fallWithdrawn)
    expect(withdrawn.map(({ data }) => data.gradeId)).toEqual([late, last])
    const both = ['gradeFallWithdrawn', 'gradeFallWithdrawnToManager']
    expect(told().slice(known)).toEqual([...both, ...both])
  })

  test('a fall stands while the exam before it, or the one that it was told to fall from, is still that much better', async () => {
    const { record, correct, grades } = await bench()
    const first = (await record(exam('2026-01-10', 97))).body.gradeId
    await record(exam('2026-03-01', 50))
    const late = (await record(exam('2026-02-01', 80))).body.gradeId
    const isToldOf = async () => (await grades()).at(-1).fellFrom !== undefined
    await correct(late, 52)
    expect(await isToldOf()).toBe(true)
    await correct(late, 80)
    await correct(first, 55)
    expect(await isToldOf()).toBe(true)
    await correct(late, 52)
    expect(await isToldOf()).toBe(false)
  })

  test('a score from which very many were told to have fallen is corrected all the same', async () => {
    const { record, correct, eventsOf } = await bench()
    const first = (await record(exam('2025-01-01', 97))).body.gradeId
    const days = Array.from({ length: 110 }, (_, n) => addDays(localDate('2025-12-31'), -n))
    for (const day of days) await record(exam(day, 50))
    expect(eventsOf(gradeFell)).toHaveLength(110)
    expect((await correct(first, 55)).status).toBe(200)
    expect(eventsOf(gradeRecorded).filter(({ data }) => data.fallWithdrawn)).toHaveLength(50)
  })

  test('more than full marks, an unknown grade and somebody who does not teach the student are refused', async () => {
    const { record, correct, post, studentId } = await bench()
    const { gradeId } = (await record(exam('2026-03-01', 50))).body
    expect((await correct(gradeId, 101)).body.type).toBe(problem('overFullMarks'))
    expect((await correct('grd_00000000000000000000000099', 50)).status).toBe(404)
    const as = { role: 'teacher', id: 'stf_somebody-else' }
    const body = { scoreHundredths: 1, reason: 'no' }
    expect((await post(`/students/${studentId}/grades/${gradeId}/corrections`, body, { as })).status).toBe(403)
  })
})

describe('E15 results that others publish', () => {
  test('a result counts once; one published later corrects it, one published earlier changes nothing', async () => {
    const { publish, grades, eventsOf } = await bench()
    await publish(result('r1', '2026-03-01', 80))
    await publish(result('r1', '2026-03-01', 80))
    expect(eventsOf(gradeRecorded)).toHaveLength(1)
    await publish(result('r1', '2026-03-01', 90, '2026-03-02T03:00:00Z'))
    await publish(result('r1', '2026-03-01', 70, '2026-03-02T02:00:00Z'))
    expect(await grades()).toMatchObject([{ scoreHundredths: 9_000, corrections: [{ scoreHundredths: 8_000 }] }])
  })

  test('results that come in the wrong order show the fall from 97 to 32 all the same', async () => {
    const { publish, told, grades } = await bench()
    await publish(result('march', '2026-03-01', 32))
    expect(told()).toEqual([])
    await publish(result('january', '2026-01-10', 97))
    expect(told()).toEqual(['gradeFell', 'gradeFellToManager'])
    const [january, march] = await grades()
    expect(march.fellFrom).toBe(january.gradeId)
  })

  test('a reference that stood for another exam, and a result of tomorrow, are refused', async () => {
    const { publish } = await bench()
    await publish(result('r1', '2026-02-01', 80))
    const later = '2026-03-02T03:00:00Z'
    expect(await publish(result('r1', '2026-02-02', 80, later))).toMatchObject(refused('otherExam'))
    expect(await publish(result('r2', '2026-03-09', 80))).toMatchObject(refused('heldInFuture'))
  })
})

describe('E15 the same day', () => {
  for (const timeZone of ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
    test(`a minute before midnight in ${timeZone}, in quiet hours, a fall is told on the day that it came in`, async () => {
      const { record, correct, clock, eventsOf } = await bench({ ...sampleCampus(), timeZone })
      const isLastMinute = () =>
        localDateOf(clock.now(), timeZone) < localDateOf(addMs(clock.now(), minuteMs), timeZone)
      while (!isLastMinute()) clock.advance(minuteMs)
      const day = localDateOf(clock.now(), timeZone)
      await record(exam('2026-01-10', 97))
      const { gradeId } = (await record(exam(day, 95))).body
      await correct(gradeId, 32)
      const falls = eventsOf(gradeFell)
      const messages = eventsOf(messageRequested).filter(({ data }) => data.template.startsWith('gradeFell'))
      expect([falls.length, messages.length]).toEqual([1, 2])
      for (const { meta } of [...falls, ...messages]) expect(localDateOf(meta.occurredAt, timeZone)).toBe(day)
    })
  }
})

test('E15: progress tells the share of each exam, the average and the way that a subject goes', async () => {
  const { record, get, studentId } = await bench()
  await record(exam('2026-01-10', 50))
  await record({ ...exam('2026-02-10', 120), fullMarksHundredths: 15_000 })
  await record({ ...exam('2026-02-10', 70), subject: 'English' })
  await record({ ...exam('2026-03-01', 67), subject: 'english' })
  const { subjects } = (await get(`/students/${studentId}/progress`)).body
  const shares = (at: number) =>
    subjects[at].grades.map(({ shareBasisPoints }: { shareBasisPoints: number }) => shareBasisPoints)
  expect(subjects).toMatchObject([
    { subject: 'english', trend: 'steady', averageBasisPoints: 6_850 },
    { subject: 'Maths', trend: 'rising', averageBasisPoints: 6_500 },
  ])
  expect([shares(0), shares(1)]).toEqual([
    [7_000, 6_700],
    [5_000, 8_000],
  ])
  expect((await get(`/students/${studentId}/progress`, 'finance')).status).toBe(403)
})
