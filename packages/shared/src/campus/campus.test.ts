import { expect, test } from 'vitest'
import * as z from 'zod'
import { type CampusProfile, campusProfile } from '../contracts/campus.ts'
import { defineService } from '../contracts/define-service.ts'
import { campusConfigured } from '../contracts/leads/events.ts'
import type { CampusContext } from '../data/context.ts'
import { systemScope } from '../kernel/scope.ts'
import { httpHandler } from '../lambda/http-handler.ts'
import { type Asked, ask } from '../testing/http-request.ts'
import { sampleCampus, storeCampus } from '../testing/sample-campus.ts'
import { testBench } from '../testing/test-context.ts'
import { campusesInZone } from './campus-store.ts'
import { campuses } from './capability.ts'
import { keepCampus } from './keep-campus.ts'
import { loadCampus } from './load-campus.ts'
import { definePolicy } from './policy.ts'

const path = '/leads/campuses/cam_demo-east'
const { campusId: _id, ...settings } = sampleCampus()

const patience = definePolicy({
  service: 'leads',
  name: 'followUp',
  summary: 'How long a lead may wait.',
  schema: () => z.object({ waitMinutes: z.int().min(1).default(30), tags: z.array(z.string()).default([]) }),
})

function setUp() {
  const bench = testBench({ service: 'leads' })
  const capabilities = [campuses, { name: 'followUps', rules: [], routes: patience.routes }]
  const service = defineService<CampusContext>('leads', capabilities)
  const handler = httpHandler(service, bench.ports, { checkReplies: true })
  return { bench, asking: (asked: Asked) => ask(handler, { as: 'principal', ...asked }) }
}

test('a principal configures a campus, and every service is told', async () => {
  const { bench, asking } = setUp()
  const created = await asking({ method: 'PUT', path, body: settings })
  expect(created).toMatchObject({ status: 200, headers: { etag: '"1"' }, body: { campus: { currency: 'CNY' } } })
  expect(bench.eventsOf(campusConfigured)).toMatchObject([{ meta: { aggregateVersion: 1 }, data: sampleCampus() }])
  expect((await asking({ method: 'GET', path, as: 'teacher' })).body.campus).toEqual(sampleCampus())
})

test('a change builds on the version that was seen; two at once do not both happen', async () => {
  const { asking } = setUp()
  await asking({ method: 'PUT', path, body: settings })
  expect((await asking({ method: 'PUT', path, body: settings })).status).toBe(428)
  const put = () =>
    asking({ method: 'PUT', path, body: { ...settings, language: 'en' }, headers: { 'if-match': '"1"' } })
  expect((await Promise.all([put(), put()])).map(({ status }) => status).sort()).toEqual([200, 412])
})

test('the currency of a campus stays, for its ledgers are in it', async () => {
  const { asking } = setUp()
  await asking({ method: 'PUT', path, body: settings })
  const changed = { ...settings, currency: 'EUR' }
  const answer = await asking({ method: 'PUT', path, body: changed, headers: { 'if-match': '"1"' } })
  expect(answer.body.type).toBe('urn:tutelage:problem:currencyFixed')
})

test('only a principal configures, and only what makes sense', async () => {
  const { asking } = setUp()
  expect((await asking({ method: 'PUT', path, body: settings, as: 'campusManager' })).status).toBe(403)
  const wrong = async (change: object) => {
    const answer = await asking({ method: 'PUT', path, body: { ...settings, ...change } })
    return [answer.status, answer.body.errors[0].path]
  }
  expect(await wrong({ timeZone: 'Mars/Olympus' })).toEqual([400, 'body.timeZone'])
  const overlapping = [
    { from: '09:00', to: '12:00' },
    { from: '11:00', to: '13:00' },
  ]
  const weekly = { ...settings.calendar.weekly, mon: overlapping }
  expect(await wrong({ calendar: { ...settings.calendar, weekly } })).toEqual([400, 'body.calendar'])
  expect(await wrong({ quietHours: { from: '9 pm', to: '08:00' } })).toEqual([400, 'body.quietHours.from'])
})

test('a campus opens only where the daily jobs of the stage run, and is told the zones where they do', async () => {
  const { bench, asking } = setUp()
  for (const timeZone of ['Africa/Lagos', 'Asia/Chongqing']) {
    const answer = await asking({ method: 'PUT', path, body: { ...settings, timeZone } })
    expect(answer).toMatchObject({
      status: 422,
      body: {
        type: 'urn:tutelage:problem:timeZoneNotScheduled',
        details: { scheduled: ['Asia/Shanghai', 'Asia/Tokyo'] },
      },
    })
  }
  expect(bench.eventsOf(campusConfigured)).toEqual([])
  expect((await asking({ method: 'PUT', path, body: { ...settings, timeZone: 'Asia/Tokyo' } })).status).toBe(200)
})

test('a list shows the campuses in scope', async () => {
  const { bench, asking } = setUp()
  await storeCampus(bench.table)
  await storeCampus(bench.table, sampleCampus({ campusId: 'cam_west' }))
  const seen = async (scope: string) => {
    const { body } = await asking({ method: 'GET', path: '/leads/campuses', as: { role: 'teacher', campuses: scope } })
    return body.items.map(({ campusId }: { campusId: string }) => campusId)
  }
  expect(await seen('*')).toEqual(['cam_demo-east', 'cam_west'])
  expect(await seen('cam_west')).toEqual(['cam_west'])
})

const configured = (profile: CampusProfile, aggregateVersion: number) => ({
  name: 'CampusConfigured',
  source: 'crm.leads',
  meta: {
    eventId: campusConfiguredId,
    schemaVersion: 1,
    campusId: profile.campusId,
    occurredAt: testBench({ service: 'loyalty' }).clock.now(),
    recordedAt: testBench({ service: 'loyalty' }).clock.now(),
    actor: { kind: 'principal' as const, id: 'stf_demo' },
    correlationId: 'c',
    aggregateId: profile.campusId,
    aggregateVersion,
  },
  data: profile,
})
const campusConfiguredId = testBench({ service: 'loyalty' }).ids.next('event')

test('a copy takes the newest profile, in whatever order and how often they come', async () => {
  const bench = testBench({ service: 'loyalty' })
  const versions = [3, 1, 3, 2]
  for (const version of versions) {
    const profile = sampleCampus({ timeZone: version === 3 ? 'Europe/Berlin' : 'Asia/Shanghai' })
    await bench.run((context) => keepCampus(configured(profile, version), context))
  }
  expect((await loadCampus(bench.context())).calendar.timeZone).toBe('Europe/Berlin')
  expect(await campusesInZone(bench.table, systemScope('loyalty'), 'Asia/Shanghai')).toEqual([])
  expect(await campusesInZone(bench.table, systemScope('loyalty'), 'Europe/Berlin')).toEqual(['cam_demo-east'])
})

test('a campus that moves to another zone leaves the old one', async () => {
  const bench = testBench({ service: 'loyalty' })
  await bench.run((context) => keepCampus(configured(sampleCampus(), 1), context))
  await bench.run((context) => keepCampus(configured(sampleCampus({ timeZone: 'Asia/Tokyo' }), 2), context))
  expect(await campusesInZone(bench.table, systemScope('loyalty'), 'Asia/Shanghai')).toEqual([])
  expect(await campusesInZone(bench.table, systemScope('loyalty'), 'Asia/Tokyo')).toEqual(['cam_demo-east'])
})

test('a campus that is not known is not found', async () => {
  await expect(loadCampus(testBench({ service: 'loyalty' }).context())).rejects.toThrow('no such campus')
})

test('the wire form of a profile is its own', () => {
  expect(campusProfile().parse(JSON.parse(JSON.stringify(sampleCampus())))).toEqual(sampleCampus())
})

const policyPath = `${path}/policies/follow-up`

test('a policy has its defaults until the campus sets it', async () => {
  const { bench, asking } = setUp()
  expect(await patience.load(bench.context())).toEqual({ waitMinutes: 30, tags: [] })
  const read = await asking({ method: 'GET', path: policyPath })
  expect(read).toMatchObject({ headers: { etag: '"0"' }, body: { policy: { waitMinutes: 30 }, version: 0 } })
  await asking({ method: 'PUT', path: policyPath, body: { waitMinutes: 5 } })
  expect(await patience.load(bench.context())).toEqual({ waitMinutes: 5, tags: [] })
})

test('the history of a policy says who changed what, and when', async () => {
  const { bench, asking } = setUp()
  await asking({ method: 'PUT', path: policyPath, body: { waitMinutes: 5 } })
  bench.clock.advance(1_000)
  expect((await asking({ method: 'PUT', path: policyPath, body: { waitMinutes: 9 } })).status).toBe(428)
  const manager = { role: 'campusManager', campuses: 'cam_demo-east' }
  const headers = { 'if-match': '"1"' }
  await asking({ method: 'PUT', path: policyPath, body: { waitMinutes: 9 }, headers, as: manager })
  const { body } = await asking({ method: 'GET', path: `${policyPath}/changes` })
  expect(body.items).toMatchObject([
    { version: 2, before: { waitMinutes: 5 }, after: { waitMinutes: 9 }, changedBy: { kind: 'campusManager' } },
    { version: 1, before: null, after: { waitMinutes: 5 }, changedBy: { kind: 'principal' } },
  ])
})

test('a policy without a default for each field is refused at start', () => {
  const schema = () => z.object({ waitMinutes: z.int() })
  const odd = definePolicy({ service: 'leads', name: 'odd', summary: 'Odd.', schema })
  expect(() => odd.routes.map(({ contract }) => contract.body)).toThrow('needs a default')
})
