import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/calendar-feed-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { isId, type StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { issueLink, type LinkRefusal, readLink } from '@tutelage/shared/links/signed-link.ts'
import { loadStudent } from '../students/student-store.ts'
import { type CalendarOwner, latestLink, replaceLink } from './calendar-link-store.ts'

const purpose = 'calendar'
const linkLifeMs = 400 * dayMs

async function linkTo(context: CampusContext, owner: CalendarOwner) {
  const latest = await latestLink(context, owner)
  const expiresAt = addMs(context.now, linkLifeMs)
  const token = await issueLink(context, { purpose, subject: `${owner}/${latest + 1}`, expiresAt })
  const url = `${context.publicUrl}/enrollment/campuses/${context.campus.campusId}/calendar-feeds/${token}/lessons.ics`
  return accept(await context.commit({ writes: [replaceLink(context, owner, latest)], answer: { url, expiresAt } }))
}

/** A link to a student's lessons; the one before it is replaced. @throws NotFound of the student. Rule: E2. */
export async function linkStudentCalendar(
  { params }: RequestOf<typeof contracts.linkStudentCalendar>,
  context: CampusContext,
) {
  const { studentId } = await loadStudent(context, params.studentId)
  return linkTo(context, studentId)
}

/** A link to a teacher's lessons; refuses `notYourTimetable` to another teacher. Rule: E2. */
export async function linkTeacherCalendar(
  { params }: RequestOf<typeof contracts.linkTeacherCalendar>,
  context: CampusContext,
) {
  const { teacherId } = params
  const { actor } = context.scope
  if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourTimetable', { teacherId })
  return linkTo(context, teacherId)
}

/** The survivor that the holder of a link turned out to be; undefined when a link to the survivor's lessons was given out, which holds instead. */
async function survivorOf(context: CampusContext, owner: StudentId): Promise<StudentId | undefined> {
  const { studentId } = await loadStudent(context, owner)
  const isReplaced = studentId !== owner && (await latestLink(context, studentId)) > 0
  return isReplaced ? undefined : studentId
}

/**
 * Whose lessons a token shows: a merged student's link shows the survivor's until that one has a link.
 * @returns the teacher, or the student who is not merged; refuses `invalidLink`, `linkExpired`, and `linkReplaced` when another link holds
 * @throws NotFound of the student
 * Rule: E2, L3.
 */
export async function ownerOfLink(
  context: CampusContext,
  token: string,
): Promise<Decision<CalendarOwner, LinkRefusal | 'linkReplaced'>> {
  const link = await readLink(context, purpose, token)
  if (!link.ok) return link
  const [owner = '', number] = link.value.subject.split('/')
  if (!isId('student', owner) && !isId('staff', owner)) return refuse('invalidLink')
  if (Number(number) !== (await latestLink(context, owner))) return refuse('linkReplaced')
  const now = isId('student', owner) ? await survivorOf(context, owner) : owner
  return now ? accept(now) : refuse('linkReplaced')
}
