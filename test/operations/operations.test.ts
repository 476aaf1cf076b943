import type { ItemChange } from '@tutelage/shared/data/memory-table.ts'
import { describe, expect, test } from 'vitest'
import { services } from '../services.ts'
import type { Operation } from './operation.ts'
import { operations } from './registry.ts'
import { openSchool, type School } from './school.ts'

const nameOf = ({ kind, service, name }: Pick<Operation, 'kind' | 'service' | 'name'>) => `${service}: ${kind} ${name}`

/** What the manifests name, in the words of the registry. */
const manifested = services.flatMap(({ name: service, routes, subscriptions, partnerSubscriptions, jobs }) => [
  ...routes.map(({ contract }) => nameOf({ kind: 'route', service, name: contract.id })),
  ...subscriptions.map(({ name }) => nameOf({ kind: 'subscription', service, name })),
  ...partnerSubscriptions.map(({ name }) => nameOf({ kind: 'partnerSubscription', service, name })),
  ...jobs.map(({ kind, name }) => nameOf({ kind, service, name })),
])

test('every route, subscription and job of the manifests is registered, once', () => {
  expect(manifested.length).toBeGreaterThan(150)
  expect(operations.map(nameOf).sort()).toEqual([...manifested].sort())
})

/** The commits of one service from now on. */
function commitsOf(school: School, { service }: Operation): (readonly ItemChange[])[] {
  const commits: (readonly ItemChange[])[] = []
  school.cloud.of(service).table.onCommit((changes) => {
    if (changes.length > 0) commits.push(changes)
  })
  return commits
}

/** Whether a commit is the operation's own work, and more than the note that it was done. */
function isWork({ kind, name }: Operation, changes: readonly ItemChange[]): boolean {
  const effects = changes.filter(({ after }) => after?.entity !== 'inbox')
  switch (kind) {
    case 'subscription':
    case 'partnerSubscription':
      return effects.length > 0 && changes.some(({ key }) => key.pk.includes(`#INBOX#${name}#`))
    case 'due':
      return changes.some(({ before }) => before?.duePk?.startsWith(`CH#DUE#${name}#`))
    case 'daily':
      return changes.some(({ after }) => after !== undefined && after.entity !== 'dayRun')
    case 'route':
      return true
  }
}

const isRead = (one: Operation): boolean =>
  one.kind === 'route' &&
  (one.contract.method === 'GET' ||
    ['quoteTuition', 'quoteYearPlan', 'previewTransfer', 'findKnownNumbers'].includes(one.name))

async function perform(school: School, one: Operation): Promise<void> {
  if (one.kind === 'route') {
    const request = await one.prepare(school)
    const commits = commitsOf(school, one)
    const answered = await school.send(one.contract, request)
    expect(answered.status, answered.text).toBe(one.contract.reply.status)
    expect(commits.length > 0, 'whether it changed something').toBe(!isRead(one))
    const told = one.contract.produces === 'application/json' ? answered.body : answered.text
    expect(one.contract.reply.body.safeParse(told).error).toBeUndefined()
    return
  }
  const message = await one.prepare(school)
  const commits = commitsOf(school, one)
  const isEvent = one.kind === 'subscription' || one.kind === 'partnerSubscription'
  const response = await (isEvent ? school.consume(one.service, message) : school.work(one.service, message))
  expect(response.batchItemFailures).toEqual([])
  expect(commits.filter((changes) => isWork(one, changes)).length).toBeGreaterThan(0)
}

describe.each(operations.map((one) => [nameOf(one), one] as const))('%s', (_, one) => {
  test.each(['east', 'west'] as const)('does its work in the campus %s', async (name) => {
    const school = await openSchool()
    await perform(name === 'east' ? school : school.elsewhere, one)
    expect(school.cloud.witness.violations).toEqual([])
  })
})
