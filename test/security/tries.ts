import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import { hourMs } from '@tutelage/shared/kernel/instant.ts'
import type { Request, RouteOperation } from '../operations/operation.ts'
import { signed } from '../operations/partner-operations.ts'
import { operations } from '../operations/registry.ts'
import { openSchool, type School } from '../operations/school.ts'
import type { PartnerService } from '../operations/standing.ts'
import type { Scene } from './measure.ts'
import { verdictOf } from './verdict.ts'

/** Something that somebody without the right tries, where a link or a signature is what gives it. */
type Try = (scene: Scene, school: School) => Promise<Request> | Request

const withToken = (request: Request, token: string): Request => ({ ...request, params: { ...request.params, token } })

/** Another signature, and so another thing than was granted. */
const alteredToken = (token: string): string => token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))

/** What the link grants is changed, under the signature that it had. */
function forgedToken(token: string, grant: (parts: unknown[]) => unknown[]): string {
  const [payload = '', signature = ''] = token.split('.')
  const parts: unknown[] = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return `${Buffer.from(JSON.stringify(grant(parts))).toString('base64url')}.${signature}`
}

const tokenOf = ({ params }: Request): string => params.token ?? ''

const isFormOf = (form: RouteContract, page: RouteContract): boolean =>
  form.method === 'POST' && form.service === page.service && form.path === page.path

/** What a family sends from the page at a link; of a link without a form the page itself. */
const formAt = (page: RouteOperation): RouteOperation =>
  operations.filter((one) => one.kind === 'route').find((one) => isFormOf(one.contract, page.contract)) ?? page

const links: Readonly<Record<string, Try>> = {
  altered: ({ request }) => withToken(request, alteredToken(tokenOf(request))),
  'for another family': ({ request }) =>
    withToken(
      request,
      forgedToken(tokenOf(request), ([purpose, , until]) => [purpose, 'hsh_01K00000000000000000000000/care', until]),
    ),
  'for longer': ({ request }) =>
    withToken(
      request,
      forgedToken(tokenOf(request), ([purpose, subject]) => [purpose, subject, 9e12]),
    ),
  'at another campus': ({ request }, school) => ({
    ...request,
    params: { ...request.params, campusId: school.elsewhere.campusId },
  }),
  expired: ({ request }, school) => {
    school.wait(401 * 24 * hourMs)
    return request
  },
  'used before': async ({ operation, request }, school) => {
    const using = formAt(operation)
    const used = using === operation ? request : await using.prepare(await openSchool())
    await school.send(using.contract, { ...used, params: request.params })
    return request
  },
}

/** The registry's own post, signed in another way. */
const resigned =
  (how: (school: School, request: Request, service: PartnerService) => Partial<Request>): Try =>
  ({ operation, request }, school) => {
    const { service } = operation
    if (service === 'loyalty') throw new Error('loyalty takes no events of partners')
    return { ...request, ...how(school, request, service) }
  }

const postedOf = ({ body }: Request) => JSON.parse(String(body))

const signatures: Readonly<Record<string, Try>> = {
  "with another partner's secret": resigned((school, request, service) =>
    signed(school, school.elsewhere.here.partner.secrets[service], postedOf(request)),
  ),
  "at another partner's path": resigned((school) => ({
    params: { partnerId: school.elsewhere.here.partner.partnerId },
  })),
  unsigned: resigned((_school, { headers }) => ({ headers: { ...headers, 'webhook-signature': '' } })),
  altered: resigned((_school, { body }) => ({ body: String(body).replace('data', 'DATA') })),
  'under another id': resigned((_school, { headers }) => ({ headers: { ...headers, 'webhook-id': 'webhook-2' } })),
  old: resigned((school) => {
    school.wait(hourMs)
    return {}
  }),
  'for a campus that is not theirs': resigned((school, request, service) =>
    signed(school.elsewhere, school.here.partner.secrets[service], postedOf(request)),
  ),
  'of a type that is not theirs': resigned((school, request, service) =>
    signed(school, school.here.partner.secrets[service], { ...postedOf(request), type: 'CallLogged' }),
  ),
  'sent before': async ({ operation, request }, school) => {
    await school.send(operation.contract, request)
    return request
  },
}

/** What each try is answered with: of routes for guardians' links and for partners only. */
export async function triesOf(scene: Scene): Promise<Readonly<Record<string, string>>> {
  const { roles } = scene.operation.contract
  const tries = roles.includes('guardianLink') ? links : roles.includes('partner') ? signatures : {}
  const answers: Record<string, string> = {}
  for (const [name, attempt] of Object.entries(tries)) {
    const school = await scene.school.copy()
    const request = await attempt(scene, school)
    let events = 0
    school.cloud.of(scene.operation.service).table.onCommit((changes) => {
      events += changes.filter(({ after }) => after?.entity === 'outbox').length
    })
    const answered = await school.send(scene.operation.contract, request)
    const told = answered.status < 400 && answered.body?.status ? ` ${answered.body.status}` : ''
    answers[name] = `${verdictOf(answered)}${told}${events > 0 ? ' with effect' : ''}`
  }
  return answers
}
