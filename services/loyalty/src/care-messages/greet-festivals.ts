import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { listMemberPage } from '../membership/member-store.ts'
import { festivalOccasion, festivalsOn } from './care-occasion.ts'
import { careRules } from './care-policy.ts'
import { greetingsAtOnce, requestGreetings } from './request-greetings.ts'

/**
 * Greets a page of the member households on a lunar festival; on other days it reads no member.
 * @returns where to go on, or undefined at the end
 * Rule: Y10.
 */
export async function greetFestivals(
  day: LocalDate,
  cursor: string | undefined,
  context: CampusContext,
): Promise<string | undefined> {
  const [festival] = festivalsOn(day, (await careRules.load(context)).festivals)
  if (festival === undefined) return undefined
  const page = await listMemberPage(context, { limit: greetingsAtOnce, cursor })
  const greetings = page.items.map(({ value: { householdId } }) => ({
    occasion: festivalOccasion(day, festival, householdId),
    template: 'festivalGreeting' as const,
    householdId,
    params: { festival },
  }))
  await requestGreetings(context, day, greetings)
  return page.nextCursor
}
