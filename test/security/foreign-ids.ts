import type { Answered } from '@tutelage/shared/testing/http-request.ts'
import type { Request } from '../operations/operation.ts'
import type { Scene } from './measure.ts'
import { verdictOf } from './verdict.ts'

const isId = (value: unknown): value is string => typeof value === 'string' && /^[a-z]{3}_[A-Za-z0-9-]+$/.test(value)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** A part of a request in which one id is another campus's. */
interface ExchangedPart {
  /** The keys that lead to the id; an element of a list has the name of its list. */
  readonly names: readonly string[]
  readonly foreignId: string
  readonly part: unknown
}

const replaced = (part: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown =>
  Array.isArray(part) ? part.with(Number(key), value) : { ...part, [key]: value }

/**
 * A part of a request once for each id in it, however deep, that one being the other campus's.
 * @throws Error when the other campus has no id of its own there: it would never be tried
 */
function exchangesOf(mine: unknown, theirs: unknown): readonly ExchangedPart[] {
  if (isId(mine)) {
    if (!isId(theirs) || theirs === mine) throw new Error(`the other campus's request has no id of its own for ${mine}`)
    return [{ names: [], foreignId: theirs, part: theirs }]
  }
  if (!isRecord(mine)) return []
  return Object.entries(mine).flatMap(([key, value]) =>
    exchangesOf(value, isRecord(theirs) ? theirs[key] : undefined).map(({ names, foreignId, part }) => ({
      names: Array.isArray(mine) ? names : [key, ...names],
      foreignId,
      part: replaced(mine, key, part),
    })),
  )
}

interface Exchange {
  readonly name: string
  readonly foreignId: string
  readonly request: Request
}

/** The requests in which one id of a place is another campus's. */
const exchangesIn = (place: 'params' | 'query' | 'body', own: Request, foreign: Request): readonly Exchange[] =>
  exchangesOf(own[place], foreign[place])
    .map(({ names, foreignId, part }) => ({
      name: (place === 'params' ? names : [place, ...names]).join('.'),
      foreignId,
      request: { ...own, [place]: part },
    }))
    .filter(({ name }) => name !== 'campusId')

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
  const found = new Map<string, Set<string>>()
  const exchanges = (['params', 'query', 'body'] as const).flatMap((place) => exchangesIn(place, request, theirs))
  for (const exchange of exchanges) {
    const own = await both.copy(school.cloud.plant)
    const answered = await own.send(operation.contract, exchange.request)
    const verdict = `${verdictOf(answered)}${shown(answered, exchange, foreign)}`
    found.set(exchange.name, (found.get(exchange.name) ?? new Set()).add(verdict))
  }
  return Object.fromEntries([...found].map(([name, verdicts]) => [name, [...verdicts].join(', ')]))
}
