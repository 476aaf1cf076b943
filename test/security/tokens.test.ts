import { type StaffRole, staffRoles } from '@tutelage/shared/kernel/scope.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askedOf, personOf } from '../operations/request.ts'
import { titleOf } from './expected.ts'
import { forgedTokens } from './forged-tokens.ts'
import { type GuardedSchool, openGateway } from './gateway.ts'
import { type Scene, setScene } from './measure.ts'
import { situations } from './situations.ts'

let gateway: GuardedSchool
beforeAll(async () => {
  gateway = await openGateway()
})
afterAll(() => gateway.close())

const staffRoleOf = (as: Scene['request']['as']): StaffRole | undefined => staffRoles.find((role) => role === as)

/** The scene's request over the wire. */
async function send({ operation, school, request }: Scene, token: string) {
  const { as: _, ...withoutPerson } = request
  const { method, path, headers, body } = askedOf(operation.contract, school.campusId, withoutPerson, 'a-key')
  const sent = new Headers(headers)
  if (token) sent.set('authorization', `Bearer ${token}`)
  if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json')
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${gateway.address}${path}`, {
    method,
    headers: sent,
    ...(body !== undefined && { body: text }),
  })
  await response.arrayBuffer()
  return response.status
}

const isForStaff = (one: (typeof situations)[number]): boolean =>
  one.operation.contract.roles.every((role) => staffRoles.some((staff) => staff === role))

test.each(situations.filter(isForStaff).map((one) => [titleOf(one), one] as const))(
  '%s takes a valid token, and no forged one comes through to its handler',
  async (_, { operation }) => {
    const scene = await setScene(operation)
    gateway.serve(scene.school)
    const role = staffRoleOf(scene.request.as)
    if (!role) throw new Error('nobody of the staff asks')
    const { id, campuses } = personOf(scene.school.campusId, role)
    const person = { name: role, sub: id, role, campuses, email: `${role}@staff.test` }
    const before = gateway.invoked()
    for (const [what, token] of Object.entries(await forgedTokens(gateway.issuer, gateway.rule, person))) {
      expect(await send(scene, token), what).toBe(401)
    }
    expect(gateway.invoked()).toBe(before)
    const [audience = ''] = gateway.rule.audience
    const valid = await gateway.issuer.token(person, gateway.rule.issuer, audience, 3_600)
    expect(await send(scene, valid)).toBe(operation.contract.reply.status)
    expect(gateway.invoked()).toBe(before + 1)
  },
)
