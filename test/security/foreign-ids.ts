import type { Answered } from '@tutelage/shared/testing/http-request.ts'
import type { Request } from '../operations/operation.ts'
import type { Scene } from './measure.ts'
import { verdictOf } from './verdict.ts'

const isId = (value: unknown): value is string => typeof value === 'string' && /^[a-z]{3}_[A-Za-z0-9-]+$/.test(value)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

type Place = 'params' | 'query' | 'body'

interface Exchange {
  readonly name: string
  readonly foreignId: string
  readonly request: Request
}

/** The requests in which one id of a part is another campus's. */
function exchangesIn(place: Place, own: Request, foreign: Request): readonly Exchange[] {
  const [mine, theirs] = [own[place], foreign[place]]
  if (!isRecord(mine) || !isRecord(theirs)) return []
  return Object.entries(mine).flatMap(([name, value]) => {
    const foreignId = theirs[name]
    if (name === 'campusId' || !isId(value) || !isId(foreignId) || foreignId === value) return []
    const request = { ...own, [place]: { ...mine, [name]: foreignId } }
    return [{ name: place === 'params' ? name : `${place}.${name}`, foreignId, request }]
  })
}

/** Nothing of the other campus but the id itself may stand in a reply. */
function shown({ status, text }: Answered, { foreignId }: Exchange, foreign: readonly string[]): string {
  if (status >= 400) return ''
  const leaked = foreign.filter((id) => id !== foreignId && text.includes(id))
  return leaked.length > 0 ? ` SHOWS ${leaked.length} IDS` : ' of nobody'
}

/**
 * What is answered when an id of a request is one that exists, but in the other campus, whoever asks may do it with their
 * own. Nothing for routes of the chain.
 */
export async function foreignIds({ operation, school, request }: Scene): Promise<Readonly<Record<string, string>>> {
  if (!('campusId' in request.params)) return {}
  const both = await school.copy(school.cloud.plant)
  const theirs = await operation.prepare(both.elsewhere)
  const foreign = Object.values(both.elsewhere.here.enrolled).map(String)
  const found: Record<string, string> = {}
  const exchanges = (['params', 'query', 'body'] as const).flatMap((place) => exchangesIn(place, request, theirs))
  for (const exchange of exchanges) {
    const own = await both.copy(school.cloud.plant)
    const answered = await own.send(operation.contract, exchange.request)
    found[exchange.name] = `${verdictOf(answered)}${shown(answered, exchange, foreign)}`
  }
  return found
}
