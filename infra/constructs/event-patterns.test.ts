import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineEvent, serviceNames } from '../../packages/shared/src/contracts/define-event.ts'
import { sampleManifests } from '../testing/sample-manifests.ts'
import { resourcesOf, sampleApp, templatesOf } from '../testing/sample-stacks.ts'
import { partnerPatterns, subscriptionPatterns } from './event-patterns.ts'

const templates = templatesOf(sampleApp(sampleManifests))
const rules = resourcesOf(templates, 'AWS::Events::Rule')

const event = (name: string, publishers = [...serviceNames]) =>
  defineEvent({ name, publishers, version: 1, summary: name, data: () => z.object({}) })

test('every subscription of a manifest has a rule on the chain bus', () => {
  for (const { name, subscriptions } of sampleManifests) {
    for (const { contract } of subscriptions) {
      const hears = rules.filter(
        ({ stack, EventPattern }) =>
          stack === name &&
          EventPattern['detail-type']?.includes(contract.name) &&
          contract.publishers.every((publisher) => EventPattern.source.includes(`crm.${publisher}`)),
      )
      expect(hears, `${name} ${contract.name}`).toHaveLength(1)
    }
  }
})

test('every partner event type of a manifest has a rule for any partner', () => {
  for (const { name, partnerSubscriptions } of sampleManifests) {
    for (const { contract } of partnerSubscriptions) {
      const source = [{ prefix: 'partner.' }]
      const hears = rules.filter(
        ({ stack, EventPattern }) => stack === name && EventPattern['detail-type']?.includes(contract.name),
      )
      expect(hears, `${name} ${contract.name}`).toMatchObject([{ EventPattern: { source } }])
    }
  }
})

test('what no service takes, or no partner posted, goes to leads for quarantine', () => {
  const strange = rules.filter(({ EventPattern }) => JSON.stringify(EventPattern).includes('anything-but'))
  expect(strange.map(({ stack, EventPattern }) => ({ stack, EventPattern }))).toEqual([
    {
      stack: 'leads',
      EventPattern: { source: [{ prefix: 'partner.' }], 'detail-type': [{ 'anything-but': ['SomethingPosted'] }] },
    },
    { stack: 'leads', EventPattern: { source: [{ 'anything-but': { prefix: 'partner.' } }] } },
  ])
})

test('an event of one service is not taken from another', () => {
  const patterns = subscriptionPatterns([event('OnlyLeads', ['leads']), event('All')])
  expect([...patterns.values()]).toMatchObject([
    { source: ['crm.leads'], detailType: ['OnlyLeads'] },
    { source: ['crm.enrollment', 'crm.feedback', 'crm.leads', 'crm.loyalty'], detailType: ['All'] },
  ])
})

test('however many events, each is in exactly one pattern and no pattern is longer than EventBridge takes', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[A-Z][A-Za-z]{2,60}$/), { maxLength: 200 })
  fc.assert(
    fc.property(names, (types) => {
      const patterns = [...subscriptionPatterns(types.map((name) => event(name))).values()]
      expect(patterns.flatMap(({ detailType }) => detailType).sort()).toEqual([...types].sort())
      for (const pattern of [...patterns, ...partnerPatterns(types).values()]) {
        expect(JSON.stringify(pattern).length).toBeLessThan(2_048)
      }
    }),
    { numRuns: 50 },
  )
})
