import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { MakeUpPolicy } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { LessonHoursPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccounts, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { settleGuest } from '../make-up/settle-guest.ts'
import { completeCourse } from './complete-course.ts'
import type { Mark } from './mark.ts'
import { writeMark } from './mark-store.ts'
import { creditTold, markTold, postMark, type Touched } from './post-mark.ts'
import type { RestOfSheet, SheetStudent } from './rest-of-sheet.ts'

/** What decides what some marks of one lesson cause. */
interface MarkTerms {
  readonly classGroupId: RestOfSheet['classGroupId']
  /** Of the lesson. */
  readonly centihours: Centihours
  readonly hours: LessonHoursPolicy
  readonly makeUps: MakeUpPolicy
  /** When the course ended, if all of its lessons were held then. */
  readonly completedAt: Instant | undefined
}

type Account = Awaited<ReturnType<typeof loadAccounts>>[number]

/**
 * An account's mark, and the course's end when it has come: first the end, since who completed the course is reminded of nothing.
 * Without a mark the student is only told of the end.
 */
function postOne(
  context: CampusContext,
  terms: MarkTerms,
  { stored, mark, missed }: Pick<SheetStudent, 'mark' | 'missed'> & { readonly stored: Account },
): Touched & { readonly mark?: Mark } {
  const { account, events } = completeCourse(context, stored, terms)
  if (!mark) return { account: account.value, version: account.version, writes: [], events }
  const centihours = mark.makesUp?.centihours ?? terms.centihours
  const posted = postMark(context, account, { mark, centihours, policy: terms.hours })
  const settled = missed && settleGuest(context, { mark, missed, account }, terms.makeUps)
  return {
    ...posted,
    writes: [...posted.writes, writeMark(context, posted.mark, 0), ...(settled?.writes ?? [])],
    events: [
      ...markTold(context, account, mark),
      ...creditTold(context, account, mark),
      ...(settled?.events ?? []),
      ...posted.events,
      ...events,
    ],
  }
}

/** What marks do to the accounts of their students, ready to be committed. */
export interface PostedMarks {
  /** With what they deducted. */
  readonly marks: readonly Mark[]
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

const accountWrites = (context: CampusContext, touched: readonly Touched[]): Write[] =>
  touched.flatMap(({ account, version, writes }) => [writeAccount(context, account, version), ...writes])

/** Posts the marks of some students, and tells them of the course's end when it has come. Rule: E6. */
export async function postMarks(
  context: CampusContext,
  terms: MarkTerms,
  students: readonly SheetStudent[],
): Promise<PostedMarks> {
  const byEnrollment = new Map<HoursAccount['enrollmentId'], SheetStudent>(
    students.map((each) => [each.enrollmentId, each]),
  )
  const accounts = await loadAccounts(context, [...byEnrollment.keys()])
  const posted = accounts.map((stored) =>
    postOne(context, terms, { ...byEnrollment.get(stored.value.enrollmentId), stored }),
  )
  return {
    marks: posted.flatMap(({ mark }) => mark ?? []),
    writes: accountWrites(context, posted),
    events: posted.flatMap(({ events }) => events),
  }
}
