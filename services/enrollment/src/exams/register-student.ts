import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { examScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { loadStudent } from '../students/student-store.ts'
import * as store from './exam-store.ts'
import { addRegisteredExam, moveRegisteredExam } from './registered-exam-store.ts'

/** How many students follow an exam in one transaction, each with three items and an event. */
const movedAtOnce = 20

/** A student is registered for an exam on a day; told anew, with the next version, when the day changes. */
const scheduled = (
  { campus }: CampusContext,
  { examId, studentId, householdId, heldOn }: store.Registration,
  version: number,
): NewEvent =>
  happened(
    examScheduled,
    { campusId: campus.campusId, aggregateId: `${examId}:${studentId}`, aggregateVersion: version },
    { examId, studentId, householdId, heldOn },
  )

/**
 * Registers a student for an exam of the calendar, and tells of it.
 * @returns the exam, or refuses `alreadyHeld`, `alreadyRegistered`
 * @throws NotFound of the exam or student
 * Rule: E4, E15.
 */
export async function registerStudent(
  { params, body }: RequestOf<typeof contracts.registerStudent>,
  context: CampusContext,
) {
  const { studentId, householdId } = await loadStudent(context, body.studentId)
  const exam = await store.readExam(context, params.examId)
  const { examId, name, subject, heldOn } = exam.value
  if (heldOn < (await campusToday(context))) return refuse('alreadyHeld', { heldOn })
  if (await store.findRegistration(context, examId, studentId)) return refuse('alreadyRegistered', { studentId })
  const registration = { examId, studentId, householdId, heldOn }
  const registered = { examId, studentId, name, subject, heldOn }
  return accept(
    await context.commit({
      writes: [
        store.checkExam(context, exam),
        store.writeRegistration(context, registration, 0),
        addRegisteredExam(context, registered),
      ],
      events: [scheduled(context, registration, 1)],
      answer: registered,
    }),
  )
}

/** One page of who is registered. @throws NotFound of the exam */
export async function listRegistrations(
  { params, query }: RequestOf<typeof contracts.listRegistrations>,
  context: CampusContext,
) {
  await store.readExam(context, params.examId)
  const { items, ...rest } = await store.listRegistrations(context, params.examId, query)
  return accept({ items: items.map(({ value: { examId, studentId } }) => ({ examId, studentId })), ...rest })
}

/**
 * Lets the next of those who are registered follow an exam that was changed; a new day is told of.
 * @param key of the exam's item, from the due index, which may be behind
 * @returns how many followed
 * Rule: E15.
 */
export async function moveRegistrations(key: ItemKey, context: CampusContext) {
  const stored = await store.findExamAt(context, key)
  if (stored?.value.movedUpTo === undefined) return accept({ moved: 0 })
  const { movedUpTo: after, ...exam } = stored.value
  const { examId, name, subject, heldOn } = exam
  const next = await store.registeredAfter(context, examId, { after, limit: movedAtOnce })
  const last = next.length === movedAtOnce ? next.at(-1)?.value.studentId : undefined
  const onTheWay = { ...exam, ...(last && { movedUpTo: last }) }
  const moved = next.map(({ value: before, version }) => ({ before, after: { ...before, heldOn }, version }))
  return accept(
    await context.commit({
      writes: [
        store.writeExam(context, { value: onTheWay, version: stored.version }),
        ...moved.flatMap((one) => [
          store.writeRegistration(context, one.after, one.version),
          ...moveRegisteredExam(context, one.before.heldOn, { ...one.after, name, subject }),
        ]),
      ],
      events: moved
        .filter(({ before }) => before.heldOn !== heldOn)
        .map((one) => scheduled(context, one.after, one.version + 1)),
      answer: { moved: moved.length },
    }),
  )
}
