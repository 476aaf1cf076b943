import type { EventContract } from '@tutelage/shared/contracts/define-event.ts'
import { type Id, isId } from '@tutelage/shared/kernel/ids.ts'
import { eventHandler } from '@tutelage/shared/lambda/event-handler.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { jobHandler } from '@tutelage/shared/lambda/job-handler.ts'
import { type Answered, type Asked, ask, lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import { storeCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { type TestBench, testBench, testCampusId } from '@tutelage/shared/testing/test-context.ts'
import type * as z from 'zod'
import leads from '../../service.ts'

/** An inquiry as the front desk takes it down, or what a test changes of it. */
export const inquiry = (change: Readonly<Record<string, unknown>> = {}) => ({
  channel: 'phone',
  guardian: { name: '李芳', phone: '138 0013 8000', email: 'Li.Fang@Family.test' },
  student: { name: '李明', birthDate: '2015-09-01', grade: 'P5' },
  need: 'Maths, twice a week',
  lawfulBasis: 'consent',
  ...change,
})

/** Somebody else each time: another phone, no email. */
export const stranger = (number: number) =>
  inquiry({
    guardian: { name: `Guardian ${number}`, phone: `139${String(number).padStart(8, '0')}` },
    student: { name: `Student ${number}` },
  })

const path = (rest: string): string => `/leads/campuses/${testCampusId}${rest}`

/** Callers of the API. */
function callersOf(api: ReturnType<typeof httpHandler>) {
  const asking = (method: string, rest: string, asked: Partial<Asked> = {}): Promise<Answered> =>
    ask(api, { as: 'campusManager', ...asked, method, path: path(rest) })
  const put = (rest: string, body: unknown, version?: number) =>
    asking('PUT', rest, { body, headers: version === undefined ? {} : { 'if-match': `"${version}"` } })
  const get = (rest: string, as: NonNullable<Asked['as']> = 'campusManager') => asking('GET', rest, { as })
  const post = (rest: string, body?: unknown, asked: Partial<Asked> = {}) => asking('POST', rest, { body, ...asked })
  return {
    get,
    post,
    put,
    /** Without anybody's token. */
    anonymously: (rest: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      ask(api, { method: 'POST', path: path(rest), body, headers }),
    capture: (body: object = inquiry(), as: NonNullable<Asked['as']> = 'frontDesk') => post('/leads', body, { as }),
    file: async (leadId: string) => (await get(`/leads/${leadId}`)).body,
    /** Registers consultants who take whatever comes. */
    async consultants(...names: string[]) {
      for (const name of names) {
        await put(`/consultants/stf_${name}`, { name, email: `${name}@school.test`, language: 'en' })
      }
    },
    manager: () =>
      put('/staff/stf_boss', { name: 'Boss', email: 'boss@school.test', language: 'en', roles: ['campusManager'] }),
  }
}

/** When and as what an event came. */
interface Delivered {
  readonly eventId?: string
  readonly occurredAt?: string
  /** 1 where it does not matter. */
  readonly aggregateVersion?: number
}

/** The queue that brings events of the chain and of partners. */
function deliveriesTo(queue: ReturnType<typeof eventHandler>, bench: TestBench) {
  const bring = (envelope: object) =>
    queue({ Records: [{ messageId: 'm', body: JSON.stringify({ id: 'x', ...envelope }) }] }, lambdaContext)
  return {
    /** One of the chain's own events. */
    deliver<C extends EventContract>(contract: C, data: z.input<C['data']>, delivered: Delivered = {}) {
      const now = bench.clock.now()
      const times = { occurredAt: now, recordedAt: now }
      const origin = { actor: { kind: 'system', id: 'enrollment' }, correlationId: 'c', campusId: testCampusId }
      const aggregate = { schemaVersion: 1, aggregateId: 'a', aggregateVersion: 1 }
      const meta = { eventId: bench.ids.next('event'), ...times, ...origin, ...aggregate, ...delivered }
      const source = `crm.${contract.publishers[0]}`
      return bring({ source, 'detail-type': contract.name, detail: { meta, data } })
    },
    /** What a partner put on the partner bus. */
    partnerPosts: (detail: unknown, source = 'partner.prt_webforms') =>
      bring({ source, 'detail-type': 'LeadCaptured', detail }),
  }
}

/** The whole service on the test bench, asked as callers ask it. */
export async function leadsBench() {
  const bench = testBench({ service: 'leads' })
  await storeCampus(bench.table)
  const ports = { ...bench.ports, publicUrl: 'https://crm.test' }
  const api = httpHandler(leads, ports, { checkReplies: true })
  const jobs = jobHandler(leads, { ...ports, jobs: { send: async () => undefined } })
  return {
    ...bench,
    ...callersOf(api),
    ...deliveriesTo(eventHandler(leads, ports), bench),
    api,
    /** The minute's look at what has come due. */
    lookAtDue: () => jobs({ Records: [{ messageId: 'j', body: JSON.stringify({ kind: 'due' }) }] }, lambdaContext),
    /** How often a commit met a rival and was tried again. */
    retries: () => bench.logged.filter(({ message }) => message === 'commit failed').length,
  }
}

export type LeadsBench = Awaited<ReturnType<typeof leadsBench>>

/** @throws RangeError when the text is no id of that kind */
export function idOf<Kind extends 'staff' | 'household' | 'student' | 'lead'>(kind: Kind, text: string): Id<Kind> {
  if (!isId(kind, text)) throw new RangeError(`no ${kind} id`)
  return text
}
