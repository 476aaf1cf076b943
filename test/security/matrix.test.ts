import { type Role, staffRoles } from '@tutelage/shared/kernel/scope.ts'
import { expect, test } from 'vitest'
import { services } from '../services.ts'
import { readExpected, textOf, titleOf } from './expected.ts'
import { measure, type Row, setScene } from './measure.ts'
import { situations } from './situations.ts'

const expected = await readExpected()
/** Whoever speaks with families; nobody else reads how to reach them. The principal reads what a partner sent in vain. */
const mayReadContacts = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk']
const fine = /^(20[012]|401|403|404)/

/** What is answered to each role, in words: the verdicts that a row groups. */
const verdictsOf = ({ roles }: Row): readonly (readonly [role: string, verdict: string])[] =>
  [...roles].flatMap(([verdict, names]) => names.map((name) => [name, verdict] as const))

const admitted = new Map<string, Set<string>>()
const seenBySomebody = new Map<string, string[]>()

test('every route has a row, and every row a route', () => {
  expect([...expected.keys()].sort()).toEqual(situations.map(titleOf).sort())
  expect(expected.size).toBeGreaterThan(150)
})

test.each(situations.map((one) => [titleOf(one), one] as const))('%s', async (title, { operation }) => {
  const row = await measure(await setScene(operation))
  expect(textOf(row), title).toBe(expected.get(title))
  for (const [role, verdict] of verdictsOf(row)) {
    expect(verdict, `${role} is admitted or refused, and nothing else`).toMatch(fine)
    if (!verdict.startsWith('20')) continue
    expect(verdict.startsWith(String(operation.contract.reply.status)), `${role}: ${verdict}`).toBe(true)
    admitted.set(operation.contract.id, (admitted.get(operation.contract.id) ?? new Set()).add(role))
    seenBySomebody.set(operation.contract.id, [...(seenBySomebody.get(operation.contract.id) ?? []), verdict])
  }
  expect(row.contacts.filter((role) => !mayReadContacts.includes(role))).toEqual([])
  expect(textOf(row)).not.toContain('SHOWS')
  const tried = Object.values(row.tries).filter((verdict) => !verdict.includes('duplicate'))
  expect(tried.filter((verdict) => verdict.includes('with effect'))).toEqual([])
})

const isStaff = (role: Role): boolean => staffRoles.some((one) => one === role)
const routes = services.flatMap((service) => service.routes.map(({ contract }) => contract))
const staffRoutes = routes.filter(({ roles }) => roles.every(isStaff))

test.each(staffRoutes.map((contract) => [`${contract.service} ${contract.id}`, contract] as const))(
  '%s admits, in one situation or another, each role of its contract and no other',
  (_, { id, roles }) => {
    expect([...(admitted.get(id) ?? [])].sort()).toEqual([...roles].sort())
  },
)

const hiding = routes.flatMap(({ id, hidden }) => Object.keys(hidden).map((path) => ({ id, path, from: hidden[path] })))

test.each(hiding.map((one) => [`${one.id} ${one.path}`, one] as const))(
  '%s is read by somebody, and withheld from whom the contract says',
  (_, { id, path, from }) => {
    const verdicts = seenBySomebody.get(id) ?? []
    const withheld = verdicts.filter((verdict) => verdict.split(/[ ,]+/).includes(path))
    expect(withheld.length).toBeGreaterThanOrEqual(from?.length ?? 1)
    expect(verdicts.length).toBeGreaterThan(withheld.length)
  },
)
