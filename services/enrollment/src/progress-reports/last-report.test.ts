import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { Table } from '@tutelage/shared/data/table.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { jobHandler } from '@tutelage/shared/lambda/job-handler.ts'
import { ask, lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { enrollmentBench, evening, problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'

const left = { why: { kind: 'naturalEnd', reason: 'courseFinished' }, refundMinor: 0 }

/** A student in a class of two lessons. */
async function lastPeriod() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ lessonCount: 2 })
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  const next = (await at.classGroup({ teacherId: 'stf_next' })).classGroupId
  const wish = { studentId, classGroupId: next, centihours: 1_000 }
  return {
    ...{ ...at, studentId, enrollmentId, classGroupId },
    leave: () => at.post(`/enrollments/${enrollmentId}/termination`, left),
    enrollAgain: () => at.post('/enrollments', wish),
    /** The same on another table. */
    enrollOn: (table: Table) =>
      ask(httpHandler(enrollment, { ...at.ports, table }, { checkReplies: true }), {
        ...{ method: 'POST', as: 'principal', path: `/enrollment/campuses/${testCampusId}/enrollments`, body: wish },
        headers: { 'idempotency-key': 'between' },
      }),
    lookAtDueOn: (table: Table) =>
      jobHandler(enrollment, { ...at.ports, table, jobs: { send: async () => undefined } })(
        { Records: [{ messageId: 'j', body: JSON.stringify({ kind: 'due' }) }] },
        lambdaContext,
      ),
    say: (text: string) => at.post(`/students/${studentId}/report-words`, { text }, { as: 'learningManager' }),
    draft: () => at.get(`/students/${studentId}/report-draft`, 'learningManager'),
    reports: async () => (await at.get(`/students/${studentId}/reports`)).body.items,
    told: () => at.eventsOf(messageRequested).filter(({ data }) => data.template === 'progressReport').length,
    /** After so many months, on the day of the report. */
    reportDay: (month: string) => at.clock.set(`2026-${month}-28T10:30:00.000Z`),
  }
}

test('E16: who enrolls while their reports end, at whatever moment of either, is told of again', async () => {
  for (const first of ['enrolling', 'ending'] as const) {
    let met = 0
    for (let before = 0; ; before += 1) {
      const at = await lastPeriod()
      await at.leave()
      at.reportDay('03')
      const isEnrolling = first === 'enrolling'
      const { table, happened } = interleaved(at.table, before, isEnrolling ? at.lookAtDue : at.enrollAgain)
      if (isEnrolling) expect((await at.enrollOn(table)).status).toBe(201)
      else await at.lookAtDueOn(table)
      if (!happened()) break
      met += 1
      expect((await at.draft()).status, `${first}, ${before}`).toBe(200)
    }
    expect(met).toBeGreaterThan(3)
  }
})

test('E16: an enrollment that the list does not show yet keeps the reports of its student', async () => {
  const at = await lastPeriod()
  await at.leave()
  at.reportDay('03')
  await at.enrollAgain()
  const behind: Table = {
    ...at.table,
    query: async (asked) => (asked.pk.includes('ENROLLMENTS#') ? { items: [] } : at.table.query(asked)),
  }
  await at.lookAtDueOn(behind)
  expect(at.told()).toBe(1)
  expect((await at.draft()).body).toMatchObject({ from: '2026-03-28', until: '2026-04-28' })
})

test('E16: the lessons and words of the last period of a course are reported on its day, and then no more', async () => {
  const at = await lastPeriod()
  const lessonIds = await at.lessons(at.classGroupId, 2)
  await at.say('Well done.')
  at.clock.set(evening(2))
  for (const lessonId of lessonIds) await at.mark(lessonId, { [at.studentId]: 'attended' })
  expect((await at.get(`/enrollments/${at.enrollmentId}`)).body.status).toBe('completed')
  expect((await at.say('We hope to see you again.')).status).toBe(201)
  expect((await at.draft()).body).toMatchObject({ dueLessons: 2, attendedLessons: 2 })
  for (const month of ['03', '04']) {
    at.reportDay(month)
    await at.lookAtDue()
    at.clock.advance(dayMs)
    await at.lookAtDue()
  }
  const words = [{ text: 'Well done.' }, { text: 'We hope to see you again.' }]
  expect(await at.reports()).toMatchObject([{ from: '2026-03-02', until: '2026-03-28', attendedLessons: 2, words }])
  expect(at.told()).toBe(1)
  expect((await at.say('too late')).body.type).toBe(problem('noReportDue'))
})

test('E16: words alone are reported too, when the student has left before the day', async () => {
  const at = await lastPeriod()
  await at.say('We will miss you.')
  await at.leave()
  at.reportDay('03')
  await at.lookAtDue()
  expect(await at.reports()).toMatchObject([{ dueLessons: 0, words: [{ text: 'We will miss you.' }] }])
})

test('E16: a campus that sends no reports takes no words for one', async () => {
  const at = await lastPeriod()
  await at.put('/policies/progress-reports', { rhythm: 'never' })
  expect(await at.say('Nobody will read this.')).toMatchObject({
    status: 409,
    body: { type: problem('noReportsSent') },
  })
  await at.put('/policies/progress-reports', { rhythm: 'monthly' }, { 'if-match': '"1"' })
  expect((await at.draft()).body.words).toEqual([])
  expect((await at.say('This is read.')).status).toBe(201)
})
