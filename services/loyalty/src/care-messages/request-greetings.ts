import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { messageRequested, type Recipient } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { derivedId } from '@tutelage/shared/data/derived-id.ts'
import type { HouseholdId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { endOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import type { CareMessage } from './care-message.ts'
import { readCareMessages, writeCareMessage } from './care-message-store.ts'
import { careRules } from './care-policy.ts'

/** A care message that is due. */
export interface Greeting {
  readonly occasion: string
  readonly template: 'birthdayGreeting' | 'festivalGreeting'
  readonly householdId: HouseholdId
  readonly studentId?: StudentId
  readonly params: Readonly<Record<string, string>>
}

/** How many are asked for in one commit; with their events well within one transaction. */
export const greetingsAtOnce = 25

const recipientOf = ({ householdId, studentId }: Greeting): Recipient => (studentId ? { studentId } : { householdId })

/**
 * Asks for the greetings that were not asked for yet: each occasion is claimed with its request.
 * @param day that is celebrated; a greeting is of use until some days after it, by policy
 * Rule: Y10.
 */
export async function requestGreetings(
  context: CampusContext,
  day: LocalDate,
  greetings: readonly Greeting[],
): Promise<void> {
  const { campusId } = context.campus
  const named = greetings.map((greeting) => ({
    greeting,
    messageId: derivedId('message', campusId, greeting.occasion),
  }))
  const known = await readCareMessages(
    context,
    named.map(({ messageId }) => messageId),
  )
  const wanted = named.filter((_, at) => known[at] === undefined)
  if (wanted.length === 0) return
  const [{ timeZone }, { belatedDays }] = await Promise.all([loadCampus(context), careRules.load(context)])
  const notAfter = endOfDay(addDays(day, belatedDays), timeZone)
  const messages = wanted.map(({ greeting, messageId }) => ({
    greeting,
    message: messageOf(greeting, messageId, context.now),
  }))
  await context.commit({
    writes: messages.map(({ message }) => writeCareMessage(context, message, 0)),
    events: messages.map(({ message, greeting }) => requestOf(context, message, { greeting, notAfter })),
    answer: null,
  })
}

const messageOf = (
  { occasion, householdId, studentId }: Greeting,
  messageId: CareMessage['messageId'],
  requestedAt: Instant,
): CareMessage => ({ messageId, occasion, householdId, studentId, requestedAt, state: { status: 'requested' } })

function requestOf(
  { campus }: CampusContext,
  { messageId, occasion }: CareMessage,
  { greeting, notAfter }: { readonly greeting: Greeting; readonly notAfter: Instant },
): NewEvent {
  const { template, params } = greeting
  return happened(
    messageRequested,
    { campusId: campus.campusId, aggregateId: messageId, aggregateVersion: 1 },
    {
      messageId,
      occasion,
      category: 'care',
      channel: 'email',
      template,
      recipient: recipientOf(greeting),
      params,
      notAfter,
    },
  )
}
