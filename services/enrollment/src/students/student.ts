import type { HouseholdId, LeadId, StudentId } from '@tutelage/shared/kernel/ids.ts'

/** What enrollment knows of a student: ids only; names and contacts stay with leads. */
export interface Student {
  readonly studentId: StudentId
  readonly householdId: HouseholdId
  readonly leadId: LeadId
  /** Leads of this student that turned out to be others; what is told of them is out of date. */
  readonly mergedLeadIds: readonly LeadId[]
  /** Students that turned out to be this one. */
  readonly mergedStudentIds: readonly StudentId[]
  /** The student that this one turned out to be. */
  readonly mergedInto?: StudentId | undefined
}

/** Every lead that is or was the student's. */
export const leadIdsOf = ({ leadId, mergedLeadIds }: Student): readonly LeadId[] => [leadId, ...mergedLeadIds]

/** One lead, its student and household. */
export type Captured = Pick<Student, 'studentId' | 'householdId' | 'leadId'>

/**
 * The student after an inquiry was captured. The same whatever came before it: a merge is never taken back, and of two leads
 * that nobody merged the older stays.
 * Rule: L3.
 */
export function afterCapture(known: Student | undefined, { studentId, householdId, leadId }: Captured): Student {
  if (!known) return { studentId, householdId, leadId, mergedLeadIds: [], mergedStudentIds: [] }
  const isOld = known.mergedLeadIds.includes(leadId) || known.leadId <= leadId || known.mergedInto !== undefined
  return isOld ? known : { ...known, householdId, leadId }
}

const withOne = <Id>(ids: readonly Id[] | undefined, id: Id): readonly Id[] => [...new Set([...(ids ?? []), id])].sort()

/** What a student was merged with; another lead of the same student, or another student. */
export type Merged = Pick<Captured, 'studentId' | 'leadId'>

/** The student that survives a merge. Rule: L3. */
export function afterMerge(known: Student | undefined, survivor: Captured, merged: Merged): Student {
  const { studentId, householdId, leadId } = survivor
  const gone = {
    mergedLeadIds: withOne(known?.mergedLeadIds, merged.leadId),
    mergedStudentIds: withOne(known?.mergedStudentIds, merged.studentId).filter((id) => id !== studentId),
  }
  // The survivor's lead may itself have been merged by an event that came first.
  if (known?.mergedLeadIds.includes(leadId)) return { ...known, ...gone }
  return { ...known, studentId, householdId, leadId, ...gone }
}

/** The student that turned out to be another. Rule: L3. */
export const afterBeingMerged = (known: Student | undefined, merged: Captured, into: StudentId): Student => ({
  ...(known ?? { ...merged, mergedLeadIds: [], mergedStudentIds: [] }),
  mergedInto: into,
})
