import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { dayMs, instantFromEpochMs, localDate } from '@tutelage/shared/kernel/instant.ts'
import { describe, expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'
import { nextReportOn } from './report-day.ts'

const policy = { rhythm: 'monthly', dayOfMonth: 28, everyWeeks: 2, weekday: 'fri' } as const

test('E16: reports come on a day of each month, or on a weekday every so many weeks, at least a week apart', () => {
  const next = (after: string, change: object = {}) => nextReportOn({ ...policy, ...change }, localDate(after))
  expect([next('2026-03-02'), next('2026-03-28'), next('2026-03-22')]).toEqual([
    '2026-03-28',
    '2026-04-28',
    '2026-04-28',
  ])
  const weekly = { rhythm: 'weekly' }
  expect([next('2026-03-02', weekly), next('2026-03-13', weekly)]).toEqual(['2026-03-13', '2026-03-27'])
  expect(next('2026-03-13', { ...weekly, everyWeeks: 1 })).toBe('2026-03-20')
})

/** A student who was in one of two lessons, has two grades, and words for the report. */
async function school() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1)
  const [first = '', second = ''] = await at.lessons(classGroupId, 2)
  const reports = async () => (await at.get(`/students/${studentId}/reports`)).body.items
  const told = () =>
    at.eventsOf(messageRequested).flatMap(({ data }) => (data.template === 'progressReport' ? [data] : []))
  const say = (text: string, as: 'learningManager' | { role: string; id: string } = 'learningManager') =>
    at.post(`/students/${studentId}/report-words`, { text }, { as })
  /** The evening of a day in Shanghai. */
  const evening = (day: string) => at.clock.set(instantFromEpochMs(Date.parse(`${day}T10:30:00Z`)))
  const learn = async () => {
    at.clock.advance(2 * dayMs)
    await at.mark(first, { [studentId]: 'attended' })
    await at.mark(second, { [studentId]: 'absent' })
    const exam = { subject: 'Maths', fullMarksHundredths: 10_000, examName: 'Test' }
    for (const [heldOn, score] of [
      ['2026-02-01', 60],
      ['2026-03-02', 90],
    ] as const) {
      await at.post(`/students/${studentId}/grades`, { ...exam, heldOn, scoreHundredths: score * 100 })
    }
  }
  return { ...at, studentId, enrollmentId, reports, told, say, evening, learn }
}

const learnt = {
  ...{ from: '2026-03-02', until: '2026-03-28', dueLessons: 2, attendedLessons: 1, remainingCentihours: 1_600 },
  subjects: [{ subject: 'Maths', trend: 'rising', averageBasisPoints: 7_500, lastBasisPoints: 9_000 }],
}

describe('E16 progress reports', () => {
  test('attendance, hours, grades and words are sent once on the day, as the draft showed them', async () => {
    const { learn, say, get, studentId, evening, lookAtDue, told, reports } = await school()
    await learn()
    const words = [{ text: 'Works hard.', saidBy: 'stf_teacher' }]
    expect((await say('Works hard.', { role: 'teacher', id: 'stf_teacher' })).status).toBe(201)
    const draft = (await get(`/students/${studentId}/report-draft`, 'learningManager')).body
    expect(draft).toMatchObject({ ...learnt, words })
    evening('2026-03-27')
    await lookAtDue()
    expect(told()).toEqual([])
    evening('2026-03-28')
    await lookAtDue()
    await lookAtDue()
    expect(await reports()).toEqual([{ ...draft, sentAt: '2026-03-28T10:30:00.000Z' }])
    expect(told()).toMatchObject([{ recipient: { studentId }, occasion: `progressReport:${studentId}:2026-03-28` }])
    const link = String(told()[0]?.params.link)
    const opened = await get(`/progress-reports/${link.split('/').at(-1)}`)
    expect(opened.body).toEqual((await reports())[0])
  })

  test('after an outage of months one report tells of all the time, and the next comes on its day', async () => {
    const { learn, evening, lookAtDue, told, reports } = await school()
    await learn()
    evening('2026-06-10')
    await lookAtDue()
    await lookAtDue()
    expect(await reports()).toMatchObject([{ ...learnt, until: '2026-05-28' }])
    expect(told()).toHaveLength(1)
    evening('2026-06-28')
    await lookAtDue()
    expect(await reports()).toMatchObject([{}, { from: '2026-05-28', until: '2026-06-28', dueLessons: 0 }])
  })

  test('the message carries neither grades nor words', async () => {
    const { learn, say, evening, lookAtDue, told } = await school()
    await learn()
    await say('Works hard.')
    evening('2026-03-28')
    await lookAtDue()
    expect(Object.keys(told()[0]?.params ?? {}).sort()).toEqual([
      'attendedLessons',
      'dueLessons',
      'from',
      'link',
      'remainingCentihours',
      'until',
    ])
    expect(JSON.stringify(told())).not.toMatch(/Works hard|9000|7500/)
  })

  test('each period begins where the one before ended, with words of its own', async () => {
    const { learn, say, evening, lookAtDue, reports } = await school()
    await learn()
    await say('First.')
    for (const day of ['2026-03-28', '2026-04-28']) {
      evening(day)
      await lookAtDue()
    }
    expect(await reports()).toMatchObject([
      { ...learnt, words: [{ text: 'First.' }] },
      { from: '2026-03-28', until: '2026-04-28', dueLessons: 0, words: [] },
    ])
  })

  test('a student whose enrollments have ended is told of no more when nothing is left to tell; a campus may send none', async () => {
    const { post, enrollmentId, evening, lookAtDue, told, say, put } = await school()
    await put('/policies/progress-reports', { rhythm: 'never' })
    evening('2026-03-28')
    await lookAtDue()
    expect(told()).toEqual([])
    const why = { why: { kind: 'naturalEnd', reason: 'courseFinished' }, refundMinor: 400_000 }
    expect((await post(`/enrollments/${enrollmentId}/termination`, why)).status).toBeLessThan(300)
    expect((await put('/policies/progress-reports', { rhythm: 'monthly' }, { 'if-match': '"1"' })).status).toBe(200)
    expect((await say('too late')).body.type).toBe(problem('noReportDue'))
    evening('2026-04-28')
    await lookAtDue()
    expect(told()).toEqual([])
  })

  test('only those who teach a student say something about them, and not without end', async () => {
    const { say } = await school()
    expect((await say('no', { role: 'teacher', id: 'stf_somebody-else' })).status).toBe(403)
    for (let n = 0; n < 10; n += 1) expect((await say(`word ${n}`)).status).toBe(201)
    expect((await say('one more')).body.type).toBe(problem('tooManyWords'))
  })
})
