import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import { configureCampus, getCampus } from '@tutelage/shared/contracts/leads/campus-routes.ts'
import { getStaffMember, setStaffMember } from '@tutelage/shared/contracts/leads/staff-routes.ts'
import * as z from 'zod'
import { services } from '../services.ts'
import type { Actor } from './cast.ts'
import type { Chance } from './chance.ts'

const as = 'principal'
const contracts = services.flatMap(({ routes }) => routes.map(({ contract }): RouteContract => contract))

/** Each policy's two routes. */
const policies = contracts.flatMap((set) => {
  const get = contracts.find(({ service, path, method }) => {
    return service === set.service && path === set.path && method === 'GET'
  })
  return get && set.method === 'PUT' && /\/policies\/[a-z-]+$/.test(set.path) ? [{ get, set }] : []
})

/** The same settings with one number or yes-or-no changed a little. */
function changed(settings: unknown, chance: Chance): unknown {
  if (typeof settings === 'boolean') return !settings
  if (typeof settings === 'number') return settings + (chance.happens(0.5) ? 1 : -1)
  if (Array.isArray(settings) || typeof settings !== 'object' || settings === null) return settings
  const members = Object.entries(settings)
  const at = chance.below(members.length)
  return Object.fromEntries(
    members.map(([name, value], place) => [name, place === at ? changed(value, chance) : value]),
  )
}

const replySchema = z.object({ policy: z.record(z.string(), z.unknown()), version: z.int() })

/** The principal changes a policy in the middle of everything. */
export const changePolicy: Actor = async ({ client, cast, chance }) => {
  const { get, set } = chance.pick(policies)
  const call = { as, params: { campusId: cast.campusId } } as const
  const reply = await client.call(get, call)
  if (reply === undefined) return
  const { policy, version } = replySchema.parse(reply)
  await client.call(set, { ...call, body: changed(policy, chance), ...(version > 0 && { ifMatch: version }) })
}

/** The campus gets another hotline, language or holiday. */
export const changeCampus: Actor = async ({ client, cast, chance, cloud }) => {
  const call = { as, params: { campusId: cast.campusId } } as const
  const reply = await client.call(getCampus, call)
  if (!reply) return
  const { campusId: _, ...settings } = reply.campus
  const hotline = `+86 21 5555 01${10 + chance.below(90)}`
  const holidays = [...new Set([...settings.calendar.holidays, cloud.clock.now().slice(0, 10)])]
  const calendar = chance.happens(0.5) ? { ...settings.calendar, holidays } : settings.calendar
  const body = { ...settings, hotline, language: chance.pick(['en', 'zh-CN'] as const), calendar }
  await client.call(configureCampus, { ...call, body, ifMatch: reply.version })
}

/** Somebody of the staff has another address. */
export const moveStaff: Actor = async ({ client, cast, chance }) => {
  const staffId = chance.pick(['stf_demo-campusManager', 'stf_demo-learningManager'])
  const call = { as, params: { campusId: cast.campusId, staffId } } as const
  const known = await client.call(getStaffMember, call)
  if (!known) return
  const { name, language, roles, version } = known
  const body = { name, language, roles, email: `staff-${chance.below(9)}@staff.test` }
  await client.call(setStaffMember, { ...call, body, ifMatch: version })
}
