import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { breached } from './commitment.ts'
import { commitmentNews } from './commitment-news.ts'
import { readCommitmentAt, readPromises, writeCommitment, writePromises } from './commitment-store.ts'
import { withLesson } from './promises.ts'

/** A promise that nobody kept in time is recorded as broken. One that was kept or cancelled meanwhile is left alone. Rule: F9. */
export async function breachCommitment(key: ItemKey, context: CampusContext) {
  const stored = await readCommitmentAt(context, key)
  if (!stored) throw new NotFound('commitment')
  const commitment = breached(stored.value.commitment, context.now)
  if (!commitment) return accept({ breached: false })
  const { studentId, lessonId } = commitment
  const promises = await readPromises(context, studentId)
  const value = withLesson(promises.value, lessonId, false)
  return accept(
    await context.commit({
      writes: [
        writeCommitment(context, { value: { ...stored.value, commitment }, version: stored.version }),
        writePromises(context, studentId, { value, version: promises.version }),
      ],
      events: commitmentNews(context, commitment, stored.version + 1),
      answer: { breached: true },
    }),
  )
}
