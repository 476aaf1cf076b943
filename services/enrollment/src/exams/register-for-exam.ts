import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { examScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { loadStudent } from '../students/student-store.ts'
import * as store from './registered-exam-store.ts'

/**
 * Registers a student for an exam, and tells of it.
 * @returns the exam, or refuses `heldInPast` with today
 * @throws NotFound of the student
 * Rule: E4, E15.
 */
export async function registerForExam(
  { params, body }: RequestOf<typeof contracts.registerForExam>,
  context: CampusContext,
) {
  const { studentId, householdId } = await loadStudent(context, params.studentId)
  const today = await campusToday(context)
  if (body.heldOn < today) return refuse('heldInPast', { today })
  const exam = { examId: context.ids.next('exam'), studentId, ...body }
  const { examId, heldOn } = exam
  const occurrence = { campusId: context.campus.campusId, aggregateId: examId, aggregateVersion: 1 }
  return accept(
    await context.commit({
      writes: [store.addRegisteredExam(context, exam)],
      events: [happened(examScheduled, occurrence, { examId, studentId, householdId, heldOn })],
      answer: exam,
    }),
  )
}

/** One page of the exams of a student, by day. @throws NotFound of the student */
export async function listRegisteredExams(
  { params, query }: RequestOf<typeof contracts.listRegisteredExams>,
  context: CampusContext,
) {
  const { studentId } = await loadStudent(context, params.studentId)
  const { items, ...rest } = await store.listRegisteredExams(context, studentId, query)
  return accept({ items: items.map(({ value }) => value), ...rest })
}
