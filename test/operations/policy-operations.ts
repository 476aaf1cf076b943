import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import { services } from '../services.ts'
import type { Request, RouteOperation } from './operation.ts'
import { Refused } from './reach.ts'
import type { School } from './school.ts'

const contracts = services.flatMap(({ routes }) => routes.map(({ contract }) => contract))

/** The policy's own route, above the one of its history, with this method. */
const ofPolicy = ({ service, path }: RouteContract, method: 'GET' | 'PUT'): RouteContract => {
  const found = contracts.find(
    (one) => one.service === service && one.path === path.replace(/\/changes$/, '') && one.method === method,
  )
  if (!found) throw new Error(`${path} has no ${method}`)
  return found
}

async function sent(school: School, contract: RouteContract, request: Request): Promise<{ readonly version: number }> {
  const answered = await school.send(contract, request)
  if (answered.status !== contract.reply.status) throw new Refused(contract, answered)
  return answered.body
}

/** What sets a policy to its defaults: every field of each has one. */
async function setting(school: School, contract: RouteContract): Promise<Request> {
  const call = { as: 'campusManager', params: { campusId: school.campusId } } as const
  const { version } = await sent(school, ofPolicy(contract, 'GET'), call)
  return { ...call, body: {}, ...(version > 0 && { ifMatch: version }) }
}

/** Reading a policy, setting it, and looking back on it are alike for all of them. */
export const policyOperations: readonly RouteOperation[] = contracts
  .filter(({ path }) => path.includes('/policies/'))
  .map((contract) => ({
    ...{ kind: 'route', service: contract.service, name: contract.id, contract },
    async prepare(school) {
      if (contract.method === 'PUT') return setting(school, contract)
      await sent(school, ofPolicy(contract, 'PUT'), await setting(school, contract))
      return { as: 'campusManager', params: { campusId: school.campusId } }
    },
  }))
