import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import type { Role } from '@tutelage/shared/kernel/scope.ts'
import { services } from '../services.ts'
import type { Actor, Scene } from './cast.ts'
import { sampleBody } from './sample-body.ts'

const notStaff: readonly Role[] = ['anonymous', 'partner', 'guardianLink']

/** Every route that staff may call. */
const ofStaff: readonly RouteContract[] = services.flatMap(({ routes }) =>
  routes
    .map(({ contract }): RouteContract => contract)
    .filter(({ roles }) => roles.every((role) => !notStaff.includes(role))),
)
const reads = ofStaff.filter(({ method }) => method === 'GET')
const writes = ofStaff.filter(({ method }) => method !== 'GET')

/** A value for each name, as answers before told them. */
function valuesOf({ cloud, cast, chance }: Scene, names: readonly string[]): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const name of names) {
    const known = name === 'campusId' ? cast.campusId : cloud.known.any(name, chance)
    const [today, month] = [cloud.clock.now().slice(0, 10), cloud.clock.now().slice(0, 7)]
    const value = name === 'month' ? month : ['from', 'to', 'on', 'date'].includes(name) ? today : known
    if (value !== undefined) values[name] = value
  }
  return values
}

/** Calls a route by ids that are known, as somebody who is shown all of its answer: that is then of its contract. */
async function call(scene: Scene, contract: RouteContract, isRead: boolean): Promise<void> {
  const { client, chance } = scene
  const names = Object.keys(contract.params.shape)
  const params = valuesOf(scene, names)
  if (names.some((name) => !(name in params))) return
  const asked = Object.entries(contract.query.shape).filter(
    ([, field]) => !field.safeParse(undefined).success || chance.happens(0.2),
  )
  const query = valuesOf(
    scene,
    asked.map(([name]) => name),
  )
  const roles = contract.roles.filter((role) => !Object.values(contract.hidden).flat().includes(role))
  const as = chance.pick(roles)
  if (isRead) return void (await client.call(contract, { as, params, query }))
  const ifMatch = 1 + chance.below(3)
  const body = sampleBody(contract.body, scene)
  await client.call(contract, { as, params, query, body, ...(contract.etag && chance.happens(0.7) && { ifMatch }) })
}

/** Somebody looks things up. */
export const lookUp: Actor = async (scene) => {
  for (let read = 0; read < 4; read += 1) await call(scene, scene.chance.pick(reads), true)
}

/** Somebody tries whatever can be done, with plausible values; so what has no actor of its own happens too. */
export const tryAnything: Actor = async (scene) => {
  for (let write = 0; write < 4; write += 1) await call(scene, scene.chance.pick(writes), false)
}
