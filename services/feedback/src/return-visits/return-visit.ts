import type { ReturnVisit } from '@tutelage/shared/contracts/feedback/return-visits-routes.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'

/** What is recorded of a visit that was just made: a mood only of somebody who was reached. Refuses `moodWithoutTalk`. Rule: F10. */
export const complete = (visit: ReturnVisit): Decision<ReturnVisit, 'moodWithoutTalk'> =>
  visit.outcome === 'noAnswer' && visit.mood !== undefined ? refuse('moodWithoutTalk') : accept(visit)

/** True for a call that reached the family: what promises of calls are kept by. Rule: F9. */
export const isCall = ({ channel, outcome }: ReturnVisit): boolean => channel === 'phone' && outcome === 'reached'
