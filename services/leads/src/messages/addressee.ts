import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { type FoundRecipient, findRecipient } from '../customers/find-recipient.ts'
import { hasOpenComplaint } from './complaint-pause-store.ts'
import type { Addressee, Circumstances, MessageRequest } from './message.ts'

function addresseeOf(found: FoundRecipient): Addressee {
  if (found.kind === 'staff') {
    const { name, email, language } = found
    return { name, email, language, refusedChannels: [], refusedCategories: [] }
  }
  return {
    name: found.guardianName,
    student: found.studentName,
    email: found.email,
    language: found.language,
    householdId: found.householdId,
    refusedChannels: found.preferences.refusedChannels,
    refusedCategories: found.preferences.refusedCategories,
  }
}

/** Everything that the decision about a message rests on, as it is now. */
export async function loadCircumstances(context: CampusContext, { recipient }: MessageRequest): Promise<Circumstances> {
  const campus = await loadCampus(context)
  const found = await findRecipient(context, recipient)
  const addressee = found && addresseeOf(found)
  const households = found?.kind === 'family' ? [found.householdId, ...found.mergedHouseholdIds] : []
  const open = await Promise.all(households.map((householdId) => hasOpenComplaint(context, householdId)))
  const complaintOpen = open.includes(true)
  return { addressee, campus, complaintOpen, now: context.now }
}
