import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type {
  assignDanger as assignContract,
  resolveDanger as resolveContract,
} from '@tutelage/shared/contracts/loyalty/danger-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { assignedTo, type Danger, resolvedByStaff } from './danger.ts'
import { replyOf } from './danger-reply.ts'
import { readDangers, writeDanger, writeNote } from './danger-store.ts'
import { dangerTask } from './danger-task.ts'
import { type Family, readFamily, writeFamily } from './family-store.ts'
import { resolutionTold } from './watch-family.ts'

async function required(context: CampusContext, dangerId: Id<'danger'>): Promise<Stored<Danger>> {
  const [stored] = await readDangers(context, [dangerId])
  if (!stored) throw new NotFound('danger')
  return stored
}

/** What happened by now raises no other danger of the student. */
const settled = (family: Family, { studentId }: Danger, settledUntil: Danger['detectedAt']): Family => ({
  ...family,
  students: family.students.map((student) =>
    student.studentId === studentId ? { ...student, dangerId: undefined, settledUntil } : student,
  ),
})

/**
 * Ends a danger by hand: somebody talked with the family and says what came of it. Its signals are settled.
 * @returns the danger, or refuses `alreadyResolved`
 * @throws NotFound of `danger`
 * Rule: Y14.
 */
export async function resolveDanger({ params, body }: RequestOf<typeof resolveContract>, context: CampusContext) {
  const stored = await required(context, params.dangerId)
  const decided = resolvedByStaff(stored.value, context.scope.actor.id, context.now)
  if (!decided.ok) return decided
  const family = await readFamily(context, stored.value.householdId)
  const changed = { value: decided.value, version: stored.version + 1 }
  return accept(
    await context.commit({
      writes: [
        writeDanger(context, decided.value, stored.version),
        writeNote(context, decided.value, body.note),
        writeFamily(context, settled(family.value, decided.value, context.now), family.version),
      ],
      events: [resolutionTold(context, changed)],
      answer: replyOf(changed, body.note),
    }),
  )
}

/**
 * Makes a danger the task of a learning manager, who is told.
 * @returns the danger, or refuses `alreadyResolved` and as `checkIfMatch` does
 * @throws NotFound of `danger`
 * Rule: Y14.
 */
export async function assignDanger(
  { params, body, ifMatch }: RequestOf<typeof assignContract>,
  context: CampusContext,
) {
  const stored = await required(context, params.dangerId)
  const refused = checkIfMatch(ifMatch, stored.version)
  if (refused) return refused
  const { learningManagerId } = body
  const decided = assignedTo(stored.value, { learningManagerId, assignedBy: context.scope.actor.id })
  if (!decided.ok) return decided
  const changed = { value: decided.value, version: stored.version + 1 }
  return accept(
    await context.commit({
      writes: [writeDanger(context, decided.value, stored.version)],
      events: [dangerTask(context, changed, learningManagerId)],
      answer: replyOf(changed),
    }),
  )
}
