import { lanternFestival } from '@tutelage/shared/kernel/lunar-calendar.ts'
import { instantAt } from '@tutelage/shared/kernel/time-zone.ts'
import * as z from 'zod'
import type { AtRest } from './loyalty-projection.ts'

const memberSchema = z.object({ householdId: z.string(), cards: z.array(z.object({ issuedAt: z.string() })) })
const greetingSchema = z.object({ occasion: z.string() })

/** The festival of a run, and when its greetings are first asked for. */
const festivalAt = instantAt(lanternFestival(2026), '09:00', 'Asia/Shanghai')

/**
 * Compares the festival's greetings with who was known as a member on its morning. An index that is stale may have shown nobody, but
 * where one family was greeted, so was every other.
 */
export function checkGreetings({ items, witness }: AtRest): void {
  const members = items.filter(({ entity }) => entity === 'member').map((item) => memberSchema.parse(item))
  const greeted = items
    .filter(({ entity }) => entity === 'careMessage')
    .map((item) => greetingSchema.parse(item).occasion)
    .filter((occasion) => occasion.startsWith('festival:'))
  if (greeted.length === 0) return
  for (const { householdId, cards } of members) {
    const [knownFrom = ''] = cards.map(({ issuedAt }) => issuedAt).sort()
    const isGreeted = greeted.some((occasion) => occasion.includes(householdId))
    witness.expect(isGreeted || knownFrom >= festivalAt, 'a festival is for every family', householdId, knownFrom)
  }
}
