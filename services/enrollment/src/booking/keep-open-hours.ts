import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/booking-routes.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { loadOpenHours, writeOpenHours } from './open-hours-store.ts'

/** When a teacher gives one-to-one lessons. Rule: E2. */
export async function getOpenHours({ params }: RequestOf<typeof contracts.getOpenHours>, context: CampusContext) {
  const { value, version } = await loadOpenHours(context, params.teacherId)
  return accept({ teacherId: params.teacherId, ...value, version })
}

/** Sets a teacher's open hours; refuses `notYourHours` to another teacher, and as `checkIfMatch`. Rule: E2. */
export async function setOpenHours(
  { params, body, ifMatch }: RequestOf<typeof contracts.setOpenHours>,
  context: CampusContext,
) {
  const { teacherId } = params
  const { actor } = context.scope
  if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourHours', { teacherId })
  const { version } = await loadOpenHours(context, teacherId)
  const refused = checkIfMatch(ifMatch, version)
  if (refused) return refused
  return accept(
    await context.commit({
      writes: [writeOpenHours(context, teacherId, { value: body, version })],
      answer: { teacherId, ...body, version: version + 1 },
    }),
  )
}
