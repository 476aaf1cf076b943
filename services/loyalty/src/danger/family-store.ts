import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { severityField } from '@tutelage/shared/contracts/feedback/events.ts'
import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs, epochMs } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import { type Signal, signalName } from './signal.ts'

const studentField = whenAsked(() =>
  z.object({
    studentId: idField('student'),
    /** Of the latest enrollment that names one. */
    learningManagerId: idField('staff').optional(),
    learningManagerSince: instantField().optional(),
    /** The danger that no person has resolved, open or cleared by itself. */
    dangerId: idField('danger').optional(),
    /** How many dangers there have been. */
    dangers: z.int(),
    settledUntil: instantField().optional(),
  }),
)
/** A student of a household that is watched. */
export type FamilyStudent = z.output<ReturnType<typeof studentField>>

const familyItem = defineItem('watchedFamily', () =>
  z.object({ householdId: idField('household'), students: z.array(studentField()) }),
)
/** A household whose signals are watched; its version grows with each of them. */
export interface Family {
  readonly householdId: HouseholdId
  readonly students: readonly FamilyStudent[]
}

const observed = whenAsked(() => ({ evidence: z.string(), at: instantField(), sourceVersion: z.int() }))
const ofStudent = whenAsked(() => ({ ...observed(), studentId: idField('student') }))
const signalItem = defineItem('dangerSignal', () =>
  z.object({
    signal: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('absence'), ...ofStudent(), counts: z.boolean() }),
      z.object({ kind: z.literal('gradeFell'), ...ofStudent(), counts: z.boolean().optional() }),
      z.object({ kind: z.literal('lowSatisfaction'), ...ofStudent() }),
      z.object({
        kind: z.literal('complaint'),
        ...observed(),
        studentId: idField('student').optional(),
        counts: z.boolean(),
        severity: severityField().optional(),
      }),
    ]),
  }),
)

/** Longer than any policy lets a signal count. */
const signalLifeDays = 800

const partition = (householdId: HouseholdId): string => `FAMILY#${householdId}`
const familyKey = ({ campus }: CampusContext, householdId: HouseholdId) =>
  campusKey(campus, partition(householdId), 'FAMILY')

/** A household as it is watched; an unknown one is new. */
export async function readFamily(context: CampusContext, householdId: HouseholdId): Promise<Stored<Family>> {
  const stored = familyItem.find(await context.table.get(familyKey(context, householdId)))
  return stored ?? { value: { householdId, students: [] }, version: 0 }
}

export const writeFamily = (context: CampusContext, family: Family, version: number): Write =>
  familyItem.write(familyKey(context, family.householdId), { ...family, students: [...family.students] }, { version })

/** Every signal of a household that may still count. */
export async function readSignals(
  context: CampusContext,
  householdId: HouseholdId,
): Promise<readonly Stored<Signal>[]> {
  const pk = campusPartition(context.campus, partition(householdId))
  const stored = await readAll(context.table, signalItem, { pk, sk: { beginsWith: 'SIGNAL#' } })
  return stored.map(({ value, version }) => ({ value: value.signal, version }))
}

/** @param version as it was read, or 0 for a new signal */
export function writeSignal(
  context: CampusContext,
  householdId: HouseholdId,
  { value, version }: Stored<Signal>,
): Write {
  const key = campusKey(context.campus, partition(householdId), `SIGNAL#${signalName(value)}`)
  const expiresAt = Math.ceil(epochMs(addMs(value.at, signalLifeDays * dayMs)) / 1000)
  return signalItem.write(key, { signal: value }, { version, expiresAt })
}
