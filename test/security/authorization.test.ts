import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import { type Role, staffRoles } from '@tutelage/shared/kernel/scope.ts'
import { type Asked, ask } from '@tutelage/shared/testing/http-request.ts'
import { describe, expect, test } from 'vitest'
import { services } from '../services.ts'
import { otherCampus, ownCampus, pathOf, startHandler } from './handlers-in-process.ts'

/** Who asks: each role of the staff, in their own campus. */
const inOwnCampus = (role: Role): NonNullable<Asked['as']> => ({ role, campuses: ownCampus })

const isPublic = ({ roles }: RouteContract): boolean =>
  roles.some((role) => role === 'anonymous' || role === 'guardianLink' || role === 'partner')

/** What the answer says about who asked; the rest of the request is empty, so an admitted one is refused for that. */
async function verdict(
  handler: Awaited<ReturnType<typeof startHandler>>['handler'],
  contract: RouteContract,
  asked: Partial<Asked>,
) {
  const path = asked.path ?? pathOf(contract, ownCampus)
  const { status, body } = await ask(handler, { method: contract.method, path, ...asked })
  if (status === 401 && body?.type?.endsWith('tokenMissing')) return 'no token'
  if (status === 403 && /(roleNotAllowed|unknownRole)$/.test(body?.type)) return 'forbidden'
  if (status >= 500) return `defect ${status}`
  return 'admitted'
}

describe.each(services.map((service) => [service.name, service] as const))('%s: who may call', (_, service) => {
  test('it has routes, and each says who may call it', () => {
    expect(service.routes.length).toBeGreaterThan(3)
    for (const { contract } of service.routes) expect(contract.roles.length, contract.id).toBeGreaterThan(0)
  })

  test.each(service.routes.map(({ contract }) => [contract.id, contract] as const))('%s', async (_, contract) => {
    const { handler, bench } = await startHandler(service)
    const before = JSON.stringify(bench.table.all())
    for (const role of staffRoles) {
      const expected = contract.roles.includes(role) || isPublic(contract) ? 'admitted' : 'forbidden'
      expect(await verdict(handler, contract, { as: inOwnCampus(role) }), role).toBe(expected)
    }
    const anybody = isPublic(contract) ? 'admitted' : 'no token'
    expect(await verdict(handler, contract, {}), 'anonymous').toBe(anybody)
    expect(await verdict(handler, contract, { as: { role: 'janitor', campuses: '*' } }), 'unknown role').not.toBe(
      'admitted',
    )
    if (!isPublic(contract)) expect(JSON.stringify(bench.table.all()), 'nothing changed').toBe(before)
  })

  const ofCampuses = service.routes.filter(
    ({ contract }) => contract.path.includes('{campusId}') && !isPublic(contract),
  )
  test.each(ofCampuses.map(({ contract }) => [contract.id, contract] as const))(
    '%s of another campus does not exist, whatever the role',
    async (_, contract) => {
      const { handler } = await startHandler(service)
      for (const role of staffRoles.filter((one) => contract.roles.includes(one))) {
        const path = pathOf(contract, otherCampus)
        const { status, body } = await ask(handler, { method: contract.method, path, as: inOwnCampus(role) })
        expect([status, body.type], role).toEqual([404, 'urn:tutelage:problem:notFound'])
      }
    },
  )
})
