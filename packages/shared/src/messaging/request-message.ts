import type * as z from 'zod'
import { happened, type NewEvent } from '../contracts/define-event.ts'
import { messageRequested } from '../contracts/message-events.ts'
import type { CampusContext } from '../data/context.ts'

type Requested = z.output<typeof messageRequested.data>
/** What a message needs beside its id; by email where no channel is named. */
export type NewMessage = Omit<Requested, 'messageId' | 'channel'> & Partial<Pick<Requested, 'channel'>>

/**
 * A message to a person, as one of a commit's events.
 * @param message occasion: the same for every attempt to tell the same thing, for it is sent once
 */
export function requestMessage({ campus, ids }: CampusContext, message: NewMessage): NewEvent {
  const messageId = ids.next('message')
  const occurrence = { campusId: campus.campusId, aggregateId: messageId, aggregateVersion: 1 }
  return happened(messageRequested, occurrence, { channel: 'email', ...message, messageId })
}
