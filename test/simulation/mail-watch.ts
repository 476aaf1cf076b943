import * as z from 'zod'
import type { Cloud } from './cloud.ts'
import { Sums, type Watch } from './witness.ts'

const messageSchema = z.object({
  occasion: z.string(),
  category: z.string(),
  state: z.object({ status: z.string(), dueAt: z.string().optional() }),
})
type Message = z.output<typeof messageSchema>

/** What goes out again when nobody knows whether it did. */
const mayRepeat = new Set(['receipt', 'staff'])

/** Watches the post: nothing twice for an occasion, nothing unclaimed, nothing said to be sent that was not. */
export function watchMail({ witness, mailbox, clock }: Cloud) {
  const messages = new Map<string, Message>()
  const claims = new Sums()
  const watch: Watch = (_, changes) => {
    for (const { after, key } of changes) {
      if (after?.entity !== 'message' || key.sk !== 'MESSAGE') continue
      const message = messageSchema.parse(after)
      messages.set(message.occasion, message)
      if (message.state.status === 'claimed') claims.add(message.occasion, 1)
    }
  }
  const afterStep = (): void => {
    for (const occasion of mailbox.occasions) {
      const arrived = mailbox.arrived(occasion)
      const category = messages.get(occasion)?.category ?? 'none'
      const most = mayRepeat.has(category) ? claims.of(occasion) : Math.min(1, claims.of(occasion))
      witness.expect(arrived <= most, 'no message twice for an occasion', occasion, category, arrived, most)
    }
  }
  const atRest = (): void => {
    for (const { occasion, category, state } of messages.values()) {
      const late = state.dueAt !== undefined && state.dueAt <= clock.now()
      witness.expect(!late, 'a message that is due is sent', occasion, state)
      const gone = state.status !== 'sent' || mailbox.arrived(occasion) > 0
      witness.expect(gone, 'what is said to be sent was sent', occasion, category)
    }
  }
  return { watch, afterStep, atRest }
}
