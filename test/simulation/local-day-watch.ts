import * as z from 'zod'
import type { Watch, Witness } from './witness.ts'

const commitmentSchema = z.object({ commitment: z.object({ dueAt: z.string() }) })

/** Midnight in Shanghai, where the campus of every run is. */
const isMidnight = (instant: string): boolean => instant.endsWith('T16:00:00.000Z')

/** Watches that what ends with a local day ends at the campus's midnight. */
export const watchLocalDays =
  (witness: Witness): Watch =>
  (_, changes) => {
    for (const { key, after } of changes) {
      if (after?.entity !== 'commitment') continue
      const { dueAt } = commitmentSchema.parse(after).commitment
      witness.expect(isMidnight(dueAt), 'a promise is due at the end of a local day', key, dueAt)
    }
  }
