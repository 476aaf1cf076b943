import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type { leadCaptured, leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { findMove, writeMove } from './record-move-store.ts'
import { afterBeingMerged, afterCapture, afterMerge } from './student.ts'
import { findStudent, writeStudent } from './student-store.ts'

/** Keeps household and lead of a student who was captured. Rule: L3. */
export async function keepStudent({ data }: EventOf<typeof leadCaptured>, context: CampusContext) {
  const before = await findStudent(context, data.studentId)
  const writes = writeStudent(context, before, afterCapture(before?.value, data))
  return accept(await context.commit({ writes, answer: null }))
}

/** Keeps that two students, or two leads of one, are the same; what the one had is moved to the other. Rule: L3. */
export async function mergeStudents({ data }: EventOf<typeof leadMerged>, context: CampusContext) {
  const { studentId, mergedStudentId, mergedLeadId, mergedHouseholdId } = data
  const survivor = await findStudent(context, studentId)
  const writes = writeStudent(
    context,
    survivor,
    afterMerge(survivor?.value, data, { studentId: mergedStudentId, leadId: mergedLeadId }),
  )
  if (mergedStudentId !== studentId) {
    const merged = await findStudent(context, mergedStudentId)
    const facts = { studentId: mergedStudentId, householdId: mergedHouseholdId, leadId: mergedLeadId }
    writes.push(...writeStudent(context, merged, afterBeingMerged(merged?.value, facts, studentId)))
    const move = { value: { studentId: mergedStudentId, isQuiet: false }, version: 0 }
    if (!(await findMove(context, mergedStudentId))) writes.push(writeMove(context, move, context.now))
  }
  return accept(await context.commit({ writes, answer: null }))
}
