import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { dangerDetected, dangerResolved } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { derivedId } from '@tutelage/shared/data/derived-id.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { assertNever } from '@tutelage/shared/kernel/assert-never.ts'
import { type Acceptance, accept } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, StaffId } from '@tutelage/shared/kernel/ids.ts'
import { type Danger, type DangerTurn, turnOf } from './danger.ts'
import { dangerRules } from './danger-policy.ts'
import { readDangers, writeDanger } from './danger-store.ts'
import { dangerTask } from './danger-task.ts'
import { type Family, type FamilyStudent, writeFamily } from './family-store.ts'
import { assess, type Signal } from './signal.ts'

/** A household with what was just heard of it. */
export interface Watch {
  readonly family: Family
  /** As the family was read, or 0. */
  readonly version: number
  readonly signals: readonly Signal[]
  /** What else belongs to the same commit. */
  readonly writes: readonly Write[]
}

interface StudentTurn {
  readonly student: FamilyStudent
  readonly turn: DangerTurn
  readonly version: number
  /** Whose task the danger was. */
  readonly taskOf: StaffId | undefined
}

async function turnsOf({ family, signals }: Watch, context: CampusContext): Promise<readonly StudentTurn[]> {
  const policy = await dangerRules.load(context)
  const { students, householdId } = family
  const ids = students.flatMap(({ dangerId }) => dangerId ?? [])
  const known = (await readDangers(context, ids)).flatMap((stored) => stored ?? [])
  return students.map((student) => {
    const stored = known.find(({ value }) => value.dangerId === student.dangerId)
    const dangerId = student.dangerId ?? newDangerId(context, householdId, student)
    const learningManagerId = student.learningManagerId ?? policy.learningManagerId
    const subject = { dangerId, householdId, studentId: student.studentId, learningManagerId }
    const turn = turnOf(stored?.value, assess(signals, student, policy), { subject, now: context.now })
    const taskOf = stored?.value.learningManagerId
    return { student: withDanger(student, turn), turn, version: stored?.version ?? 0, taskOf }
  })
}

/**
 * Assesses each student of a household anew and keeps what follows: a danger detected, its reasons changed, or cleared.
 * Rule: Y14.
 */
export async function watchFamily(watch: Watch, context: CampusContext): Promise<Acceptance<null>> {
  const turns = await turnsOf(watch, context)
  const family = { householdId: watch.family.householdId, students: turns.map(({ student }) => student) }
  const dangers = turns.flatMap(({ turn, version }) =>
    turn.turn === 'none' ? [] : [writeDanger(context, turn.danger, version)],
  )
  return accept(
    await context.commit({
      writes: [writeFamily(context, family, watch.version), ...watch.writes, ...dangers],
      events: turns.flatMap((turned) => told(context, turned)),
      answer: null,
    }),
  )
}

/** Of this household: two may tell of one student, such as before and after they turn out to be one. */
const newDangerId = (
  { campus }: CampusContext,
  householdId: HouseholdId,
  { studentId, dangers }: FamilyStudent,
): Danger['dangerId'] => derivedId('danger', campus.campusId, householdId, studentId, dangers + 1)

function withDanger(student: FamilyStudent, turn: DangerTurn): FamilyStudent {
  if (turn.turn !== 'detected' || student.dangerId !== undefined) return student
  return { ...student, dangerId: turn.danger.dangerId, dangers: student.dangers + 1 }
}

function told(context: CampusContext, { turn, version, taskOf }: StudentTurn): readonly NewEvent[] {
  switch (turn.turn) {
    case 'none':
      return []
    case 'changed': {
      const { learningManagerId } = turn.danger
      // The enrollment that names the learning manager may be heard of after the danger, or name another.
      const to = learningManagerId === taskOf ? undefined : learningManagerId
      return taskFor(context, { value: turn.danger, version: version + 1 }, to)
    }
    case 'detected':
      return detectionTold(context, { value: turn.danger, version: version + 1 })
    case 'cleared':
      return [resolutionTold(context, { value: turn.danger, version: version + 1 })]
    default:
      return assertNever(turn)
  }
}

const occurrenceOf = ({ campus }: CampusContext, { value, version }: Stored<Danger>) => ({
  campusId: campus.campusId,
  aggregateId: value.dangerId,
  aggregateVersion: version,
})

const factsOf = ({ dangerId, householdId, studentId }: Danger) => ({ dangerId, householdId, studentId })

function detectionTold(context: CampusContext, changed: Stored<Danger>): readonly NewEvent[] {
  const { reasons, learningManagerId } = changed.value
  const facts = {
    ...factsOf(changed.value),
    reasons: reasons.map(({ reason, evidence }) => ({ reason, evidence: [...evidence] })),
    ...(learningManagerId && { learningManagerId }),
  }
  const task = taskFor(context, changed, learningManagerId)
  return [happened(dangerDetected, occurrenceOf(context, changed), facts), ...task]
}

const taskFor = (context: CampusContext, changed: Stored<Danger>, to: StaffId | undefined): readonly NewEvent[] =>
  to ? [dangerTask(context, changed, to)] : []

/** @param changed the danger after its resolution, with the version that this gave it */
export const resolutionTold = (context: CampusContext, changed: Stored<Danger>): NewEvent =>
  happened(dangerResolved, occurrenceOf(context, changed), factsOf(changed.value))
