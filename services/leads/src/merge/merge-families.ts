import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { type Family, findFamily, writeHousehold, writeStudent } from '../customers/customer-store.ts'
import type { Household, Student } from '../customers/person.ts'
import { writePreferenceChange } from '../customers/preference-change-store.ts'
import type { Lead } from '../pipeline/lead.ts'
import { mergedHousehold, mergedStudent } from './merged-persons.ts'

/** Two leads of one person, and whether both are about one child. */
export interface Merge {
  readonly survivor: Lead
  readonly merged: Lead
  readonly sameStudent: boolean
}

/** What becomes of the persons of two leads. */
export interface MergedFamily {
  /** Who the merged lead's student is from now on. */
  readonly studentId: StudentId
  readonly writes: readonly Write[]
}

async function familyOf(context: CampusContext, lead: Lead): Promise<Family> {
  const family = await findFamily(context, lead.householdId)
  if (!family) throw new Error(`${lead.leadId} has no household`)
  return family
}

/** Both students' records, when the merge makes one of two. */
function studentPair({ survivor, merged, sameStudent }: Merge, families: readonly Family[]) {
  const students = families.flatMap((family) => family.students)
  const kept = students.find(({ studentId }) => studentId === survivor.studentId)
  const gone = students.find(({ studentId }) => studentId === merged.studentId)
  return sameStudent && kept && gone && kept.studentId !== gone.studentId ? { kept, gone } : undefined
}

function studentWrites(context: CampusContext, pair: { readonly kept: Student; readonly gone: Student }): Write[] {
  const { kept, gone } = pair
  return [
    writeStudent(context, mergedStudent(kept, gone)),
    writeStudent(context, { ...gone, mergedInto: kept.studentId }),
  ]
}

/**
 * Makes one family of two: one household with everybody in it, whose refusals are those of both, and one student where
 * both leads were about one child.
 * Rule: L2, L3, L12.
 */
export async function mergeFamilies(context: CampusContext, merge: Merge): Promise<MergedFamily> {
  const kept = await familyOf(context, merge.survivor)
  const gone = await familyOf(context, merge.merged)
  const pair = studentPair(merge, [kept, gone])
  const studentId = pair?.kept.studentId ?? merge.merged.studentId
  const writes = pair ? studentWrites(context, pair) : []
  return { studentId, writes: [...writes, ...householdWrites(context, [kept.household, gone.household], pair?.gone)] }
}

type Households = readonly [Household, Household]

function householdWrites(context: CampusContext, [kept, gone]: Households, goneStudent: Student | undefined): Write[] {
  if (kept.householdId === gone.householdId && !goneStudent) return []
  const joined = mergedHousehold(kept, gone, goneStudent?.studentId)
  const writes = [writeHousehold(context, joined)]
  if (kept.householdId === gone.householdId) return writes
  writes.push(writeHousehold(context, { ...gone, mergedInto: kept.householdId }))
  if (joined.preferencesVersion === kept.preferencesVersion) return writes
  return [...writes, writePreferenceChange(context, kept.preferences, joined)]
}
