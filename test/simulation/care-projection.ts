import { lanternFestival } from '@tutelage/shared/kernel/lunar-calendar.ts'
import { instantAt } from '@tutelage/shared/kernel/time-zone.ts'
import * as z from 'zod'
import type { AtRest } from './loyalty-projection.ts'

const memberSchema = z.object({
  pk: z.string(),
  householdId: z.string(),
  cards: z.array(z.object({ issuedAt: z.string() })),
})
const greetingSchema = z.object({ pk: z.string(), occasion: z.string() })
const campusOf = ({ pk }: { readonly pk: string }): string => pk.split('#').slice(0, 2).join('#')

/** The festival of a run, and when its greetings are first asked for. */
const festivalAt = instantAt(lanternFestival(2026), '09:00', 'Asia/Shanghai')

/**
 * Compares the festival's greetings with who was known as a member on its morning. An index that is stale may have shown nobody, but
 * where one family was greeted, so was every other.
 */
export function checkGreetings({ items, witness }: AtRest): void {
  const members = items.filter(({ entity }) => entity === 'member').map((item) => memberSchema.parse(item))
  const greetings = items
    .filter(({ entity }) => entity === 'careMessage')
    .map((item) => greetingSchema.parse(item))
    .filter(({ occasion }) => occasion.startsWith('festival:'))
  for (const member of members) {
    const greeted = greetings.filter((greeting) => campusOf(greeting) === campusOf(member))
    const isGreeted = greeted.some(({ occasion }) => occasion.includes(member.householdId))
    const [knownFrom = ''] = member.cards.map(({ issuedAt }) => issuedAt).sort()
    const isDue = greeted.length > 0 && knownFrom < festivalAt
    witness.expect(isGreeted || !isDue, 'a festival is for every family', member.householdId, knownFrom)
  }
}
