import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { readCloudAssembly } from '@tutelage/local/assembly/cloud-assembly.ts'
import { deployedResources } from '@tutelage/local/assembly/deployed-resources.ts'
import { supportedKinds } from '@tutelage/local/assembly/supported-kinds.ts'
import { FunctionHub } from '@tutelage/local/functions/function-hub.ts'
import { edgeRouting } from '@tutelage/local/gateway/edge-routing.ts'
import { createGateway } from '@tutelage/local/gateway/gateway.ts'
import { httpApis, type TokenRule } from '@tutelage/local/gateway/http-api.ts'
import { createLocalIssuer, type LocalIssuer } from '@tutelage/local/identity/local-issuer.ts'
import { AccessControl } from '@tutelage/local/policies/access-control.ts'
import { AccessLedger } from '@tutelage/local/policies/access-ledger.ts'
import { openCloudStore } from '@tutelage/local/store/cloud-store.ts'
import { epochMs } from '@tutelage/shared/kernel/instant.ts'
import { lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { manifests } from '../../infra/manifests.ts'
import { sampleApp } from '../../infra/testing/sample-stacks.ts'
import type { School } from '../operations/school.ts'

/** The handlers of a school where the stacks have functions. */
class SchoolFunctions extends FunctionHub {
  school: School | undefined
  invoked = 0

  override async invoke(nameOrArn: string, event: string) {
    this.invoked += 1
    const deployed = this.school?.cloud.deployed.find(({ service }) => nameOrArn.includes(service.name))
    if (!deployed) throw new Error(`no service has the function ${nameOrArn}`)
    const answer = await deployed.functions.invoke(({ http }) => http(JSON.parse(event), lambdaContext))
    return { status: 'succeeded', payload: JSON.stringify(answer) } as const
  }
}

/** The gateway and authorizer of the stacks as CDK synthesizes them, before a school's handlers. */
export interface GuardedSchool {
  readonly address: string
  readonly issuer: LocalIssuer
  /** Whose tokens the routes of the staff take. */
  readonly rule: TokenRule
  /** How many requests came through to a handler. */
  invoked(): number
  /** From now on requests come to this school, and tokens expire by its clock. */
  serve(school: School): void
  close(): void
}

const listening = (server: Server): Promise<string> =>
  new Promise((ready) => {
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address()
      ready(typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '')
    })
  })

/** What templates name as code; nothing of it runs. */
const anyFolder = (): Code => Code.fromAsset(join(import.meta.dirname, 'expected'))

/** Opens the gateway on a port of its own. */
export async function openGateway(): Promise<GuardedSchool> {
  const resources = deployedResources(
    readCloudAssembly(sampleApp(manifests, { code: anyFolder }).synth().directory),
    supportedKinds,
  )
  const apis = httpApis(resources)
  const rule = apis.flatMap(({ routes }) => routes).find(({ token }) => token)?.token
  if (!rule) throw new Error('no route asks for a token')
  const functions = new SchoolFunctions()
  const store = openCloudStore(':memory:')
  const now = (): number => (functions.school ? epochMs(functions.school.now) : 0)
  const issuer = await createLocalIssuer(store, now)
  const access = new AccessControl(resources, new AccessLedger())
  const control = async (): Promise<undefined> => undefined
  const server = createGateway({ route: edgeRouting(resources, apis), functions, access, issuer, now, control })
  return {
    address: await listening(server),
    ...{ issuer, rule },
    invoked: () => functions.invoked,
    serve: (school) => {
      functions.school = school
    },
    close: () => {
      server.close()
      store.close()
    },
  }
}
