import type { Mark } from '../attendance/mark.ts'
import type { MakeUpCredit } from './make-up-credit.ts'

/** A mark that grants a make-up, or did. */
export type GrantingMark = Mark & { readonly makeUp: MakeUpCredit }

/** True for a mark that grants a make-up, or did. */
export const grants = (mark: Mark): mark is GrantingMark => mark.makeUp !== undefined

/** A credit as it is shown. */
export function creditView({ lessonId, startsAt, makeUp }: GrantingMark) {
  const { grantedAt, expiresAt, status } = makeUp
  const where = 'lessonId' in makeUp && { lessonId: makeUp.lessonId }
  return { missedLessonId: lessonId, missedAt: startsAt, grantedAt, expiresAt, status, ...where }
}
