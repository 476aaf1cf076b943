import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type { contactPreferenceChanged } from '@tutelage/shared/contracts/leads/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { findLanguage, writeLanguage } from './household-language-store.ts'

/** Keeps the language that a household reads; an older choice changes nothing, in whatever order they come. Rule: Language. */
export async function keepLanguage({ data, meta }: EventOf<typeof contactPreferenceChanged>, context: CampusContext) {
  const { householdId, language } = data
  const stored = await findLanguage(context, householdId)
  const preferenceVersion = meta.aggregateVersion
  const kept = stored === undefined || stored.value.preferenceVersion < preferenceVersion
  const version = stored?.version ?? 0
  const writes = kept ? [writeLanguage(context, householdId, { language, preferenceVersion, version })] : []
  return accept(await context.commit({ writes, answer: { kept } }))
}
