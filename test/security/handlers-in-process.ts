import { fullPath, type RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import type { Service } from '@tutelage/shared/contracts/define-service.ts'
import type { MailPort } from '@tutelage/shared/contracts/mail.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { idPrefixes } from '@tutelage/shared/kernel/ids.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { sampleCampus, storeCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { testBench } from '@tutelage/shared/testing/test-context.ts'

const mail: MailPort = { send: async () => ({ kind: 'accepted', providerId: 'none' }) }

export const ownCampus = 'cam_demo-east'
const otherCampus = 'cam_demo-west'

/** A service's real HTTP handler on a memory table that knows two campuses. */
export async function startHandler(service: Service<CampusContext>) {
  const bench = testBench({ service: service.name })
  for (const campusId of [ownCampus, otherCampus]) await storeCampus(bench.table, sampleCampus({ campusId }))
  const handler = httpHandler(service, { ...bench.ports, mail }, { checkReplies: true })
  return { bench, handler }
}

/** The path of a route with a value for each parameter: ids that exist nowhere, in the campus asked for. */
export function pathOf(contract: RouteContract, campusId: string): string {
  return fullPath(contract).replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'campusId' ? campusId : sampleOf(name),
  )
}

const named: Readonly<Record<string, string>> = {
  staffId: 'stf_somebody',
  teacherId: 'stf_somebody',
  partnerId: 'prt_demo',
}

/** An id of the kind that a parameter is named for; a word for what is no id: a token, a day. */
function sampleOf(name: string): string {
  const [, prefix] = Object.entries(idPrefixes).find(([kind]) => name === `${kind}Id`) ?? []
  return named[name] ?? (prefix ? `${prefix}_01K00000000000000000000000` : 'nothing')
}
