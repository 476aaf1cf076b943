import { type EventPattern, Match } from 'aws-cdk-lib/aws-events'
import { type EventContract, eventPattern } from '../../packages/shared/src/contracts/define-event.ts'

/** EventBridge's limit is 2,048 characters; the rest is room for the JSON around the names. */
const maxNamesLength = 1_600

/** Prefix of every partner's source; `partner.<id>`. */
export const partnerPrefix = 'partner.'

/** Cuts a list where its names together would be longer than a pattern may be. */
function inPatterns(names: readonly string[]): string[][] {
  const parts: string[][] = []
  let room = 0
  for (const name of names) {
    const cost = name.length + 3
    if (room < cost) {
      parts.push([])
      room = maxNamesLength
    }
    parts.at(-1)?.push(name)
    room -= cost
  }
  return parts
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort()

/**
 * The rules that bring a service the events it subscribed to: one for each set of publishers, more when names are many.
 * @returns pattern by a name that stays the same while the publishers do
 */
export function subscriptionPatterns(contracts: readonly EventContract[]): Map<string, EventPattern> {
  const byPublishers = Map.groupBy(contracts, (contract) => unique(contract.publishers).join('-'))
  const rules = [...byPublishers].flatMap(([publishers, group]) => {
    const source = unique(group.flatMap((contract) => eventPattern(contract).source))
    const parts = inPatterns(unique(group.map((contract) => contract.name)))
    return parts.map((detailType, at): [string, EventPattern] => [`${publishers}-${at + 1}`, { source, detailType }])
  })
  return new Map(rules)
}

/** The rules that bring a service the partner events it takes. */
export function partnerPatterns(names: readonly string[]): Map<string, EventPattern> {
  const source = Match.prefix(partnerPrefix)
  const parts = inPatterns(unique(names))
  return new Map(parts.map((detailType, at) => [`partners-${at + 1}`, { source, detailType }]))
}

/**
 * The rules that bring what nobody subscribed to into quarantine: an unknown type, or a source that is no partner's.
 * No event matches both.
 * @param known every type that some service takes
 * @throws RangeError when the known types no longer fit one pattern, since `anything-but` cannot be cut in two
 */
export function strangerPatterns(known: readonly string[]): Map<string, EventPattern> {
  if (inPatterns(unique(known)).length > 1) throw new RangeError('too many partner event types for one pattern')
  return new Map<string, EventPattern>([
    ['strange-types', { source: Match.prefix(partnerPrefix), detailType: Match.anythingBut(...unique(known)) }],
    ['strange-sources', { source: Match.anythingButPrefix(partnerPrefix) }],
  ])
}
