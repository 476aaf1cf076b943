import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  listTrialBookings as bookingsContract,
  listTrialLessons as listContract,
  scheduleTrialLesson as scheduleContract,
} from '@tutelage/shared/contracts/leads/trials-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { TrialLesson } from './trial.ts'
import { findTrialLesson, readBookingsOf, readTrialLessons, writeTrialLesson } from './trial-store.ts'

/** Offers a trial lesson with seats. @returns it, or refuses `startsInPast`. Rule: L8. */
export async function scheduleTrialLesson({ body }: RequestOf<typeof scheduleContract>, context: CampusContext) {
  if (body.startsAt <= context.now) return refuse('startsInPast')
  const lesson: TrialLesson = { trialLessonId: context.ids.next('trialLesson'), ...body, seatsTaken: 0 }
  const writes = [writeTrialLesson(context, lesson)]
  return accept(await context.commit({ writes, answer: { ...lesson, version: 1 } }))
}

/** One page of trial lessons by when they start. */
export async function listTrialLessons({ query }: RequestOf<typeof listContract>, context: CampusContext) {
  const page = await readTrialLessons(context, query, query)
  return accept({ ...page, items: page.items.map(({ value, version }) => ({ ...value, version })) })
}

/** Who has a seat, and who came. @throws NotFound of `trialLesson` */
export async function listTrialBookings({ params, query }: RequestOf<typeof bookingsContract>, context: CampusContext) {
  const lesson = await findTrialLesson(context, params.trialLessonId)
  if (!lesson) throw new NotFound('trialLesson')
  const page = await readBookingsOf(context, params.trialLessonId, query)
  return accept({ ...page, items: [...page.items] })
}
