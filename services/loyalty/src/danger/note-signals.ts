import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type {
  attendanceCorrected,
  gradeFell,
  gradeRecorded,
  lessonMissed,
  studentEnrolled,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import type {
  complaintFiled,
  complaintReopened,
  complaintResolved,
  lowSatisfactionDetected,
} from '@tutelage/shared/contracts/feedback/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { type Family, type FamilyStudent, readFamily, readSignals, writeSignal } from './family-store.ts'
import { mergedSignal, type Signal, signalName } from './signal.ts'
import { watchFamily } from './watch-family.ts'

/** The family with the student among those watched. */
function watching(family: Family, studentId: StudentId): Family {
  if (family.students.some((student) => student.studentId === studentId)) return family
  const students = [...family.students, { studentId, dangers: 0 }]
  return { ...family, students: students.sort((a, b) => (a.studentId < b.studentId ? -1 : 1)) }
}

const sameSignal = (a: Signal | undefined, b: Signal): boolean => JSON.stringify(a) === JSON.stringify(b)

async function noted(householdId: HouseholdId, heard: Signal, context: CampusContext) {
  // The family first: a signal that comes meanwhile raises its version, so that the commit fails.
  const { value, version } = await readFamily(context, householdId)
  const stored = await readSignals(context, householdId)
  const known = stored.find(({ value }) => signalName(value) === signalName(heard))
  const signal = mergedSignal(known?.value, heard)
  const family = signal.studentId ? watching(value, signal.studentId) : value
  if (known && family === value && sameSignal(known.value, signal)) return accept(null)
  const others = stored.filter((one) => one !== known).map((one) => one.value)
  const writes = [writeSignal(context, householdId, { value: signal, version: known?.version ?? 0 })]
  return watchFamily({ family, version, signals: [...others, signal], writes }, context)
}

/** A student was absent; leave that was asked for does not count. Rule: Y14. */
export async function noteAbsence({ data, meta }: EventOf<typeof lessonMissed>, context: CampusContext) {
  if (data.status !== 'absent') return accept(null)
  const { studentId, lessonId, startsAt } = data
  const sourceVersion = meta.aggregateVersion
  const signal = { kind: 'absence', studentId, evidence: lessonId, at: startsAt, counts: true, sourceVersion } as const
  return noted(data.householdId, signal, context)
}

/** A mark was corrected: an absence counts no more, or counts now. Rule: Y14. */
export async function correctAbsence({ data, meta }: EventOf<typeof attendanceCorrected>, context: CampusContext) {
  const { before, after, studentId, lessonId, startsAt } = data
  if (before !== 'absent' && after !== 'absent') return accept(null)
  const sourceVersion = meta.aggregateVersion
  const counts = after === 'absent'
  const signal = { kind: 'absence', studentId, evidence: lessonId, at: startsAt, counts, sourceVersion } as const
  return noted(data.householdId, signal, context)
}

/** A grade fell. Rule: Y14. */
export async function noteFallenGrade({ data, meta }: EventOf<typeof gradeFell>, context: CampusContext) {
  const { studentId, gradeId } = data
  const facts = { studentId, evidence: gradeId, at: meta.occurredAt, sourceVersion: meta.aggregateVersion }
  return noted(data.householdId, { kind: 'gradeFell', ...facts }, context)
}

/** A correction took a fall back: it counts no more. Rule: E15, Y14. */
export async function withdrawFallenGrade({ data, meta }: EventOf<typeof gradeRecorded>, context: CampusContext) {
  if (!data.fallWithdrawn) return accept(null)
  const { studentId, gradeId } = data
  const facts = { studentId, evidence: gradeId, at: meta.occurredAt, sourceVersion: meta.aggregateVersion }
  return noted(data.householdId, { kind: 'gradeFell', ...facts, counts: false }, context)
}

/** A survey was answered badly. Rule: Y14. */
export async function noteLowSatisfaction(
  { data, meta }: EventOf<typeof lowSatisfactionDetected>,
  context: CampusContext,
) {
  const { studentId, surveyId } = data
  const facts = { studentId, evidence: surveyId, at: meta.occurredAt, sourceVersion: 1 }
  return noted(data.householdId, { kind: 'lowSatisfaction', ...facts }, context)
}

type ComplaintEvent =
  | EventOf<typeof complaintFiled>
  | EventOf<typeof complaintReopened>
  | EventOf<typeof complaintResolved>

const complaintSignal = ({ data, meta }: ComplaintEvent, counts: boolean) => ({
  kind: 'complaint' as const,
  evidence: data.complaintId,
  at: meta.occurredAt,
  counts,
  sourceVersion: meta.aggregateVersion,
  ...(data.studentId && { studentId: data.studentId }),
})

/** A complaint was filed. Rule: Y14, F5. */
export const noteComplaint = (event: EventOf<typeof complaintFiled>, context: CampusContext) =>
  noted(event.data.householdId, { ...complaintSignal(event, true), severity: event.data.severity }, context)

/** A complaint is open again. Rule: Y14, F5. */
export const noteReopenedComplaint = (event: EventOf<typeof complaintReopened>, context: CampusContext) =>
  noted(event.data.householdId, complaintSignal(event, true), context)

/** A complaint was resolved: it counts no more. Rule: Y14, F5. */
export const clearComplaint = (event: EventOf<typeof complaintResolved>, context: CampusContext) =>
  noted(event.data.householdId, complaintSignal(event, false), context)

/** An enrolled student is watched, and with whom the task would be. Rule: Y14. */
export async function watchStudent({ data, meta }: EventOf<typeof studentEnrolled>, context: CampusContext) {
  const { householdId, studentId, learningManagerId } = data
  const { value, version } = await readFamily(context, householdId)
  const family = withLearningManager(watching(value, studentId), studentId, {
    learningManagerId,
    learningManagerSince: meta.occurredAt,
  })
  if (family === value) return accept(null)
  const signals = (await readSignals(context, householdId)).map((stored) => stored.value)
  return watchFamily({ family, version, signals, writes: [] }, context)
}

function withLearningManager(
  family: Family,
  studentId: StudentId,
  named: Pick<FamilyStudent, 'learningManagerId' | 'learningManagerSince'>,
): Family {
  const { learningManagerId, learningManagerSince = '' } = named
  const known = family.students.find((student) => student.studentId === studentId)
  const isLater = (known?.learningManagerSince ?? '') < learningManagerSince
  if (learningManagerId === undefined || !isLater) return family
  const students = family.students.map((student) => (student === known ? { ...student, ...named } : student))
  return { ...family, students }
}
