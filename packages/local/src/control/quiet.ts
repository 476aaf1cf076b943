/** Tells what is at work at this moment, in words for who waits. */
export type Activity = () => readonly string[]

const checkMs = 15
const quietChecks = 3

/**
 * Waits until nothing is at work: no request, no invocation, no message on its way, no stream record unread. Looked at
 * several times in a row, because work passes from one hand to the next between two looks.
 * @returns the names of what is still busy after `timeoutMs`; empty when all is quiet
 */
export async function untilQuiet(activities: readonly Activity[], timeoutMs: number): Promise<readonly string[]> {
  const giveUpAt = Date.now() + timeoutMs
  let quiet = 0
  for (;;) {
    const busy = activities.flatMap((activity) => activity())
    quiet = busy.length === 0 ? quiet + 1 : 0
    if (quiet >= quietChecks) return []
    if (Date.now() > giveUpAt) return busy.length > 0 ? busy : ['nothing for long enough']
    await new Promise((again) => setTimeout(again, checkMs))
  }
}
