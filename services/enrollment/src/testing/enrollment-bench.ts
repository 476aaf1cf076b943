import type { CampusProfile } from '@tutelage/shared/contracts/campus.ts'
import type { EventContract } from '@tutelage/shared/contracts/define-event.ts'
import { leadCaptured } from '@tutelage/shared/contracts/leads/events.ts'
import { dayMs, hourMs, instantFromEpochMs } from '@tutelage/shared/kernel/instant.ts'
import { eventHandler } from '@tutelage/shared/lambda/event-handler.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { jobHandler } from '@tutelage/shared/lambda/job-handler.ts'
import { type Answered, type Asked, ask, lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import { sampleCampus, storeCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { testBench, testCampusId } from '@tutelage/shared/testing/test-context.ts'
import type * as z from 'zod'
import enrollment from '../../service.ts'
import { nthId } from './account-fixtures.ts'

/** For tests: the start of lesson n of a class, one a day from Monday 2 March 2026, 18:00 in Shanghai. */
export const lessonAt = (n: number) => {
  const startsAt = Date.parse('2026-03-02T10:00:00Z') + n * dayMs
  return { startsAt: instantFromEpochMs(startsAt), endsAt: instantFromEpochMs(startsAt + 2 * hourMs) }
}

/** For tests: a moment n days after Monday 2 March 2026, 23:00 in Shanghai: after the lesson of that day. */
export const evening = (n: number) => instantFromEpochMs(Date.parse('2026-03-02T15:00:00Z') + n * dayMs)

/** For tests: the type of a problem document. */
export const problem = (code: string): string => `urn:tutelage:problem:${code}`

/** For tests: the whole service on the test bench, asked as callers ask it. */
export async function enrollmentBench(campus: CampusProfile = sampleCampus()) {
  const bench = testBench({ service: 'enrollment' })
  await storeCampus(bench.table, campus)
  const api = httpHandler(enrollment, bench.ports, { checkReplies: true })
  const queue = eventHandler(enrollment, bench.ports)
  const jobs = jobHandler(enrollment, { ...bench.ports, jobs: { send: async () => undefined } })
  const path = (rest: string): string => `/enrollment/campuses/${testCampusId}${rest}`
  let keys = 0

  const get = (rest: string, as: Asked['as'] = 'principal'): Promise<Answered> =>
    ask(api, { method: 'GET', path: path(rest), as: as ?? 'principal' })
  const post = (rest: string, body: unknown, asked: Partial<Asked> = {}): Promise<Answered> => {
    keys += 1
    const headers = { 'idempotency-key': `key-${keys}`, ...asked.headers }
    return ask(api, { as: 'principal', ...asked, headers, method: 'POST', path: path(rest), body })
  }
  const put = (rest: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
    ask(api, { as: 'principal', method: 'PUT', path: path(rest), body, headers })
  /** @param ifMatch the version that the caller saw */
  const patch = (rest: string, body: unknown, ifMatch?: number): Promise<Answered> => {
    const headers = ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }
    return ask(api, { as: 'principal', headers, method: 'PATCH', path: path(rest), body })
  }

  return {
    ...bench,
    get,
    post,
    put,
    patch,
    /** How often a commit failed and its use case ran again. */
    retries: () => bench.logged.filter(({ message }) => message === 'commit failed').length,
    /** The queue delivers one of the chain's own events. */
    async deliver<C extends EventContract>(
      contract: C,
      data: z.input<C['data']> | z.output<C['data']>,
      told: { readonly eventId?: string; readonly aggregateVersion?: number } = {},
    ) {
      const now = bench.clock.now()
      const meta = {
        eventId: bench.ids.next('event'),
        schemaVersion: 1,
        campusId: testCampusId,
        occurredAt: now,
        recordedAt: now,
        actor: { kind: 'system', id: 'leads' },
        correlationId: 'c',
        aggregateId: 'a',
        aggregateVersion: 1,
        ...told,
      }
      const source = `crm.${contract.publishers[0]}`
      const body = JSON.stringify({ id: 'x', source, 'detail-type': contract.name, detail: { meta, data } })
      return queue({ Records: [{ messageId: 'm', body }] }, lambdaContext)
    },
    /** The minute's look at what has come due. */
    lookAtDue: () => jobs({ Records: [{ messageId: 'j', body: JSON.stringify({ kind: 'due' }) }] }, lambdaContext),
    /** The campus's run of a daily job, for today and the days that were missed. */
    runDaily: (job: string) => {
      const body = JSON.stringify({ kind: 'dailyCampus', job, campusId: testCampusId })
      return jobs({ Records: [{ messageId: 'd', body }] }, lambdaContext)
    },
    /** What a registered partner says, in its own name. */
    partner(type: string, data: unknown, partnerId = 'prt_gateway') {
      const subscription = enrollment.partnerSubscriptions.find(({ contract }) => contract.name === type)
      if (!subscription) throw new Error(`partners do not post ${type}`)
      const parsed = subscription.parse(data)
      if (!parsed.ok) throw new Error(`not of its shape: ${JSON.stringify(parsed.problems)}`)
      return bench.run(parsed.run, { actor: { kind: 'partner', id: partnerId } })
    },
    /** Leads told of the n-th student. */
    async student(n: number): Promise<string> {
      const ids = { householdId: nthId('household', n), guardianId: nthId('guardian', n), leadId: nthId('lead', n) }
      const studentId = nthId('student', n)
      const inquiryId = nthId('inquiry', n)
      await this.deliver(leadCaptured, { ...ids, studentId, inquiryId, channel: 'web', joined: false })
      return studentId
    },
    /** A course at 200.00 an hour, and a class of it with 2 hours a lesson at 150.00 for its teacher. */
    async classGroup(change: Readonly<Record<string, unknown>> = {}) {
      const title = { 'zh-CN': '数学', en: 'Maths' }
      const { courseId } = (await post('/courses', { title, subject: 'Maths', level: 1 })).body
      const { termId } = (await post('/terms', { title, startsOn: '2026-03-01', endsOn: '2026-05-31' })).body
      const price = { effectiveFrom: '2026-01-01', amountMinor: 20_000, perCentihours: 100 }
      await post(`/courses/${courseId}/list-prices`, price)
      const group = {
        ...{ title, courseId, termId, kind: 'regular', teacherId: 'stf_teacher', capacity: 20, lessonCount: 10 },
        ...{ centihoursPerLesson: 200, teacherRateMinor: 15_000, ...change },
      }
      return (await post('/class-groups', group)).body
    },
    /** The first n lessons of a class. */
    async lessons(classGroupId: string, count: number): Promise<string[]> {
      const lessons = Array.from({ length: count }, (_, n) => lessonAt(n))
      const { body } = await post(`/class-groups/${classGroupId}/lessons`, { lessons })
      return body.lessons.map(({ lessonId }: { lessonId: string }) => lessonId)
    },
    /** The n-th student, enrolled in a class; hours that are paid in full unless told otherwise. */
    async enrolled(
      classGroupId: string,
      n: number,
      { centihours = 2_000, paidMinor }: { readonly centihours?: number; readonly paidMinor?: number } = {},
    ) {
      const studentId = await this.student(n)
      const { body } = await post('/enrollments', { studentId, classGroupId, centihours })
      const { enrollmentId } = body
      const paying = paidMinor ?? centihours * 200
      if (paying > 0) await this.pay(enrollmentId, paying)
      return { studentId, enrollmentId }
    },
    pay: (enrollmentId: string, amountMinor: number, reference = `receipt-${keys}`) =>
      post(`/enrollments/${enrollmentId}/payments`, { amountMinor, means: 'cash', reference }),
    balance: async (enrollmentId: string, query = '') =>
      (await get(`/enrollments/${enrollmentId}/balance${query}`)).body,
    /** A class sheet; the teacher was there. */
    mark: (lessonId: string, marks: Readonly<Record<string, string>>, asked: Partial<Asked> = {}) =>
      post(
        `/lessons/${lessonId}/attendance`,
        {
          marks: Object.entries(marks).map(([studentId, status]) => ({ studentId, status })),
          teacher: { staffId: 'stf_teacher', status: 'attended' },
        },
        asked,
      ),
    correct: (lessonId: string, studentId: string, status: string, asked: Partial<Asked> = {}) =>
      post(`/lessons/${lessonId}/attendance/${studentId}/corrections`, { status }, asked),
    /** What the teacher earned in March 2026. */
    pay03: async (teacherId = 'stf_teacher') => (await get(`/teachers/${teacherId}/pay?month=2026-03`)).body,
  }
}
