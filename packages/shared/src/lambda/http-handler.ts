import middy from '@middy/core'
import type { BoundRoute, RawRequest } from '../contracts/bind-route.ts'
import { type Served, whole } from '../contracts/served.ts'
import type { Call } from '../data/attempt.ts'
import type { CampusContext } from '../data/context.ts'
import { type Outcome, runUseCase, type UseCase } from '../data/run-use-case.ts'
import { isId } from '../kernel/ids.ts'
import { enterCampus, type Scope } from '../kernel/scope.ts'
import { type AnswerOptions, jsonAnswer, problemAnswer, replyAnswer, type Trace } from './answer.ts'
import { askedTable } from './asked-table.ts'
import { doRest } from './do-rest.ts'
import { hideFields } from './hide-fields.ts'
import { type HttpEvent, type HttpResult, headersOf, isCorrelationId } from './http-event.ts'
import { problemOfOutcome, problemOfThrown } from './http-problems.ts'
import { authorize } from './identity.ts'
import { boundLog } from './logger.ts'
import { type MeteredPorts, noMeter } from './meter.ts'
import { ProblemError } from './problem.ts'
import { bodyTextOf, readBody } from './read-body.ts'
import { idempotencyGuard, ifMatchOf, queryOf } from './read-headers.ts'
import { type Match, makeRouter } from './router.ts'

export interface HttpOptions {
  /** Checks each reply against its contract; a difference is a defect. For tests. */
  readonly checkReplies?: boolean
}

type Route = BoundRoute<CampusContext>

const traceOf = (event: HttpEvent): Trace => {
  const { requestId } = event.requestContext
  const given = headersOf(event)['x-correlation-id']
  return { requestId, correlationId: isCorrelationId(given) ? given : requestId }
}

type Found = Match<Route>

/** A request that may run: checked, and with who asks. */
interface Admitted {
  readonly route: Route
  readonly call: Call
  readonly run: UseCase<unknown>
}

function callOf({ route, params }: Found, scope: Scope, trace: Trace): Call {
  const { contract } = route
  const { campusId } = params
  const call = { service: contract.service, operation: contract.id, scope, correlationId: trace.correlationId }
  if (campusId === undefined || !isId('campus', campusId)) return call
  const campus = enterCampus(scope, campusId)
  if (!campus) throw new ProblemError(404, 'notFound')
  return { ...call, campus }
}

/** Every check before the use case, the cheap and the telling-nothing first. */
function admit(found: Found, event: HttpEvent, trace: Trace): Admitted {
  const { route, params } = found
  const { contract } = route
  const headers = headersOf(event)
  const text = bodyTextOf(event)
  const scope = authorize(contract, params, event)
  const body = readBody(contract, text, headers)
  const guard = idempotencyGuard(contract, event, headers, text)
  const ifMatch = ifMatchOf(contract, headers)
  const request: RawRequest = { params, query: queryOf(event), body, ifMatch, raw: { body: text, headers } }
  const parsed = route.parse(request)
  if (!parsed.ok) throw new ProblemError(400, 'badInput', { errors: parsed.problems })
  const call = callOf(found, scope, trace)
  return { route, call: guard ? { ...call, guard } : call, run: parsed.run }
}

function checkReply(route: Route, reply: unknown): void {
  const { id, reply: declared } = route.contract
  const parsed = declared.body.safeParse(JSON.parse(JSON.stringify(reply ?? null)))
  if (parsed.success) return
  throw new Error(`${id} replies otherwise than its contract: ${parsed.error.issues.map(({ path }) => path.join('.'))}`)
}

/** How an answer is checked and sent: by what the caller has, and wants. */
type Answering = HttpOptions & Pick<AnswerOptions, 'ifNoneMatch' | 'table'>

function answerOf(admitted: Admitted, outcome: Outcome, trace: Trace, options: Answering): Promise<HttpResult> {
  const { contract } = admitted.route
  const problem = problemOfOutcome(contract, outcome)
  if (problem) throw problem
  const reply = outcome.kind === 'done' || outcome.kind === 'replayed' ? outcome.answer : undefined
  if (options.checkReplies) checkReply(admitted.route, reply)
  const visible = hideFields(contract, reply, admitted.call.scope.actor)
  return replyAnswer(contract, visible, trace, {
    replayed: outcome.kind === 'replayed',
    ifNoneMatch: options.ifNoneMatch,
    table: options.table,
  })
}

/** The service's own description, for which every capability is read. */
async function description({ name, routes }: Served<CampusContext>) {
  const { openApi } = await import('../documents/openapi.ts')
  return openApi({ name, routes: await Promise.all(routes.map(whole)) })
}

/**
 * The HTTP API of a service: API Gateway HTTP API events (payload 2.0) in, answers or problem documents out.
 * Also serves the service's own description at `GET /<service>/openapi.json`.
 * @param ports what the use cases run on; the log lets only listed fields through
 */
export function httpHandler(service: Served<CampusContext>, ports: MeteredPorts, options: HttpOptions = {}) {
  const router = makeRouter(service.routes)
  const find = async (event: HttpEvent): Promise<Found> => {
    const { route, params } = router(event.requestContext.http.method, event.rawPath)
    return { route: await whole(route), params }
  }
  const { meter = noMeter } = ports

  const serve = async (event: HttpEvent): Promise<HttpResult> => {
    const { method } = event.requestContext.http
    const trace = traceOf(event)
    meter.count('Requests')
    if (method === 'GET' && event.rawPath === `/${service.name}/openapi.json`)
      return jsonAnswer(await description(service), trace)
    const admitted = admit(await find(event), event, trace)
    const headers = headersOf(event)
    const table = askedTable(admitted.route.contract, headers)
    const log = boundLog(ports.log, { ...trace, route: admitted.route.contract.id })
    const running = { ports: { ...ports, log }, call: admitted.call }
    const outcome = await doRest(service, running, await runUseCase(running.ports, running.call, admitted.run))
    return answerOf(admitted, outcome, trace, { ...options, ifNoneMatch: headers['if-none-match'], table })
  }

  const problem = async (event: HttpEvent, error: unknown): Promise<HttpResult> => {
    const trace = traceOf(event)
    const found = problemOfThrown(error)
    const { status, code } = found
    const isDefect = status >= 500
    meter.count(isDefect ? 'Defects' : status === 409 ? 'Conflicts' : 'Refusals')
    if (isDefect) ports.log.error('request failed', { ...trace, status, code, error })
    else ports.log.info('request refused', { ...trace, status, code })
    return problemAnswer(found, trace, { page: await wantsPage(find, event) })
  }

  return middy<HttpEvent, HttpResult>(serve)
    .onError(async (request) => {
      request.response = await problem(request.event, request.error)
      meter.flush()
    })
    .after(() => meter.flush())
}

/** True for a browser on a route that answers with pages. */
async function wantsPage(find: (event: HttpEvent) => Promise<Found>, event: HttpEvent): Promise<boolean> {
  if (!headersOf(event).accept?.includes('text/html')) return false
  try {
    const { route } = await find(event)
    return route.contract.produces === 'text/html'
  } catch {
    return false
  }
}
