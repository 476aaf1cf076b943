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
  /** When the course ended, if this was its last lesson. */
  readonly completedAt: Instant | undefined
}

type Account = Awaited<ReturnType<typeof loadAccounts>>[number]

/** An account's mark; without one it is only told of the course's end. */
function postOne(
  context: CampusContext,
  { centihours: ofLesson, hours: policy, makeUps }: MarkTerms,
  { stored, mark, missed }: Pick<SheetStudent, 'mark' | 'missed'> & { readonly stored: Account },
): Touched & { readonly mark?: Mark } {
  if (!mark) return { account: stored.value, version: stored.version, writes: [], events: [] }
  const centihours = mark.makesUp?.centihours ?? ofLesson
  const posted = postMark(context, stored, { mark, centihours, policy })
  const settled = missed && settleGuest(context, { mark, missed, account: stored }, makeUps)
  return {
    ...posted,
    writes: [...posted.writes, writeMark(context, posted.mark, 0), ...(settled?.writes ?? [])],
    events: [
      ...markTold(context, stored, mark),
      ...creditTold(context, stored, mark),
      ...(settled?.events ?? []),
      ...posted.events,
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
  const { classGroupId, completedAt } = terms
  const touched = completedAt ? completeCourse(context, posted, { classGroupId, endsAt: completedAt }) : posted
  return {
    marks: posted.flatMap(({ mark }) => mark ?? []),
    writes: accountWrites(context, touched),
    events: touched.flatMap(({ events }) => events),
  }
}
