import { type Campus, campusOf } from '../contracts/campus.ts'
import type { CampusContext } from '../data/context.ts'
import { NotFound } from '../kernel/failures.ts'
import { readCampus } from './campus-store.ts'

/**
 * The campus that the context is in: time zone, business calendar, names, hotline, currency, language, quiet hours.
 * @throws NotFound of `campus` when this service does not know it: 404 over HTTP; an event waits until the profile came
 */
export async function loadCampus(context: CampusContext): Promise<Campus> {
  const stored = await readCampus(context.table, context.campus, { consistent: false })
  if (!stored) throw new NotFound('campus')
  return campusOf(stored.profile)
}
