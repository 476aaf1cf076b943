import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { accept } from '../kernel/decision.ts'
import { instant, localDate } from '../kernel/instant.ts'
import { bindRoute } from './bind-route.ts'
import { deferService } from './defer-service.ts'
import { defineEvent } from './define-event.ts'
import { defineRoute, noBody, nothing } from './define-route.ts'
import type { Capability, DailyJob, DueJob } from './define-service.ts'
import { whole } from './served.ts'
import { on } from './subscribe.ts'

const rung = defineEvent({
  name: 'BellRung',
  publishers: ['leads'],
  version: 1,
  summary: 'It rang.',
  data: () => z.object({}),
})
const listBells = defineRoute({
  id: 'listBells',
  service: 'leads',
  summary: 'Bells.',
  method: 'GET',
  path: '/bells',
  roles: ['principal'],
  params: nothing,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: nothing },
  refusals: {},
})

const ran: string[] = []
const due: DueJob<string> = {
  kind: 'due',
  name: 'ring',
  async run({ sk }, context) {
    ran.push(`${sk} ${context}`)
    return accept(undefined)
  },
}
const daily: DailyJob<string> = {
  kind: 'daily',
  name: 'polish',
  at: '09:00',
  run: async (day, cursor) => `${day} ${cursor}`,
}
const bells: Capability<string> = {
  name: 'bells',
  rules: [],
  routes: [bindRoute(listBells, async (_, _context: string) => accept({}))],
  subscriptions: [on(rung, 'count-rings', async (_, _context: string) => accept(undefined))],
  jobs: [due, daily],
}

/** What of a capability is known, and how often its code was asked for. */
function deferred(capability: Capability<string> = bells) {
  const asked = { times: 0 }
  const load = async () => {
    asked.times += 1
    return capability
  }
  const jobs = [
    { kind: 'due', name: 'ring' },
    { kind: 'daily', name: 'polish', at: '09:00' },
  ] as const
  const known = {
    routes: [['GET', '/bells']] as const,
    subscriptions: ['BellRung'],
    partnerSubscriptions: 0,
    jobs,
    load,
  }
  return { service: deferService('leads', [known]), asked }
}

describe('a service whose capabilities are read when asked for', () => {
  test('tells where everything is without reading any of them', () => {
    const { service, asked } = deferred()
    expect(service.routes.map(({ contract }) => contract)).toEqual([
      { service: 'leads', method: 'GET', path: '/bells' },
    ])
    expect(service.subscriptions.map(({ contract }) => contract.name)).toEqual(['BellRung'])
    expect(service.jobs.map(({ name }) => name)).toEqual(['ring', 'polish'])
    expect(asked.times).toBe(0)
  })

  test('reads a route and a subscription of the capability itself', async () => {
    const { service } = deferred()
    expect(await Promise.all(service.routes.map(whole))).toEqual(bells.routes)
    expect(await Promise.all(service.subscriptions.map((one) => whole(one)))).toEqual(bells.subscriptions)
  })

  test('runs the jobs of the capability itself', async () => {
    const { service, asked } = deferred()
    const key = { pk: 'CA#cam_east', sk: 'bell-1', dueAt: instant('2026-11-22T08:00:00Z') }
    const answers = await Promise.all(
      service.jobs.map((job) =>
        job.kind === 'due' ? job.run(key, 'loud') : job.run(localDate('2026-11-22'), 'page-2', 'loud'),
      ),
    )
    expect(ran).toEqual(['bell-1 loud'])
    expect(answers).toEqual([accept(undefined), '2026-11-22 page-2'])
    expect(asked.times).toBe(2)
  })

  test('refuses a capability that is not as its index says', async () => {
    const { service } = deferred({ name: 'bells', rules: [], jobs: [daily, due] })
    await expect(Promise.all(service.routes.map(whole))).rejects.toThrow('brings less')
    const [ring] = service.jobs
    const key = { pk: 'p', sk: 's', dueAt: instant('2026-11-22T08:00:00Z') }
    if (ring?.kind !== 'due') throw new Error('no due job')
    await expect(ring.run(key, 'loud')).rejects.toThrow('ring is no due job')
  })
})
