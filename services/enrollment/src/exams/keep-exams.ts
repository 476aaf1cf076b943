import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import * as store from './exam-store.ts'

/** An exam as it is shown. */
const examView = ({ movedUpTo: _, ...exam }: store.Exam) => exam

/** Puts an exam on the campus's calendar; refuses `heldInPast` with today. Rule: E15. */
export async function scheduleExam({ body }: RequestOf<typeof contracts.scheduleExam>, context: CampusContext) {
  const today = await campusToday(context)
  if (body.heldOn < today) return refuse('heldInPast', { today })
  const exam = { examId: context.ids.next('exam'), ...body }
  const writes = [store.writeExam(context, { value: exam, version: 0 })]
  return accept(await context.commit({ writes, answer: { ...exam, version: 1 } }))
}

/** One page of the calendar's exams, by day. Rule: E15. */
export async function listExams({ query }: RequestOf<typeof contracts.listExams>, context: CampusContext) {
  const { items, ...rest } = await store.listExams(context, query)
  return accept({ items: items.map(({ value }) => examView(value)), ...rest })
}

/** One exam. @throws NotFound of the exam */
export async function getExam({ params }: RequestOf<typeof contracts.getExam>, context: CampusContext) {
  const { value, version } = await store.readExam(context, params.examId)
  return accept({ ...examView(value), version })
}

/**
 * Changes an exam that is still to be held. Those who are registered follow (see `moveRegistrations`).
 * @returns the exam, or refuses `versionMismatch`, `versionRequired`, `alreadyHeld`, `heldInPast` with today
 * @throws NotFound of the exam
 * Rule: E15.
 */
export async function changeExam(
  { params, body, ifMatch }: RequestOf<typeof contracts.changeExam>,
  context: CampusContext,
) {
  const { value: exam, version } = await store.readExam(context, params.examId)
  const refused = checkIfMatch(ifMatch, version)
  if (refused) return refused
  const today = await campusToday(context)
  if (exam.heldOn < today) return refuse('alreadyHeld', { heldOn: exam.heldOn })
  const { name = exam.name, heldOn = exam.heldOn, level = exam.level } = body
  const { fullMarksHundredths = exam.fullMarksHundredths } = body
  const changed = { ...exam, name, heldOn, fullMarksHundredths, ...(level !== undefined && { level }) }
  if (changed.heldOn < today) return refuse('heldInPast', { today })
  const isFollowed = changed.heldOn !== exam.heldOn || changed.name !== exam.name
  const value = { ...changed, ...(isFollowed && { movedUpTo: '' }) }
  const writes = [store.writeExam(context, { value, version })]
  return accept(await context.commit({ writes, answer: { ...examView(value), version: version + 1 } }))
}
