import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { lessonHoursPolicy } from '../lesson-hours/policy.ts'
import { makeUpPolicy } from '../make-up/policy.ts'
import { postMarks } from './post-marks.ts'
import { nextPart, type RestOfSheet } from './rest-of-sheet.ts'
import { findRest, writeRest } from './rest-of-sheet-store.ts'

/** Writes the next part; what is left then. */
async function postPart(
  context: CampusContext,
  { value: rest, version }: Stored<RestOfSheet>,
): Promise<Stored<RestOfSheet> | undefined> {
  const { now, left } = nextPart(rest)
  const { classGroupId, centihours, completedAt } = rest
  const [hours, makeUps] = await Promise.all([lessonHoursPolicy.load(context), makeUpPolicy.load(context)])
  const posted = await postMarks(context, { classGroupId, centihours, hours, makeUps, completedAt }, now)
  await context.commit({
    writes: [...posted.writes, writeRest(context, { value: left, version })],
    events: posted.events,
    answer: null,
  })
  return left.students.length > 0 ? { value: left, version: version + 1 } : undefined
}

/**
 * Writes the rest of a class sheet that one transaction did not hold, part by part. Each part takes its students out of the rest in
 * the same commit, so that whoever else is at it meets there and each is marked once. Nothing is refused any more: all was checked
 * before the first part.
 * @param key of the rest; gone when nothing is left
 * Rule: E6.
 */
export async function postRestOfSheet(key: ItemKey, context: CampusContext) {
  let rest = await findRest(context, key)
  while (rest) rest = await postPart(context, rest)
  return accept(null)
}
