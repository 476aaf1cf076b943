import type { DangerReason } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { DangerPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { dayMs, type Instant, msBetween } from '@tutelage/shared/kernel/instant.ts'

interface Observed {
  /** The lesson, grade, survey or complaint: the evidence. */
  readonly evidence: string
  /** When it happened. */
  readonly at: Instant
  /** Of the aggregate behind it: the latest word counts, whatever was heard of first. */
  readonly sourceVersion: number
}

/** What may tell that a family is about to leave; `counts` is false for what was corrected or resolved. */
export type Signal =
  | (Observed & { readonly kind: 'absence'; readonly studentId: StudentId; readonly counts: boolean })
  | (Observed & {
      readonly kind: 'gradeFell'
      readonly studentId: StudentId
      /** Counts when absent. */
      readonly counts?: boolean | undefined
    })
  | (Observed & { readonly kind: 'lowSatisfaction'; readonly studentId: StudentId })
  | (Observed & {
      readonly kind: 'complaint'
      /** Absent when it is about the whole household. */
      readonly studentId?: StudentId | undefined
      readonly counts: boolean
      /** Unknown while only a later word of the complaint was heard of. */
      readonly severity?: 'normal' | 'major' | undefined
    })

/** One reason why a family may leave, with the records behind it. */
export interface Reason {
  readonly reason: DangerReason
  readonly evidence: readonly string[]
}

/** What takes a reason away by itself; a person's resolution always does. */
export const clearedBy: Readonly<
  Record<DangerReason, readonly ('attendanceCorrected' | 'gradeCorrected' | 'complaintResolved')[]>
> = {
  frequentAbsence: ['attendanceCorrected'],
  gradeFell: ['gradeCorrected'],
  lowSatisfaction: [],
  complaint: ['complaintResolved'],
}

/**
 * Names what a signal is about within its household: two words of the same name are of the same signal. Siblings may miss one
 * lesson; later words of a complaint may leave its student out.
 */
export const signalName = (signal: Signal): string =>
  [signal.kind, signal.evidence, ...(signal.kind === 'absence' ? [signal.studentId] : [])].join('#')

const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b)

const counts = (signal: Signal): boolean => !('counts' in signal) || signal.counts !== false

/** Of one version, a complaint that was settled on the spot is told of twice: filed it counts, resolved it does not. */
const isLater = (heard: Signal, known: Signal): boolean =>
  heard.sourceVersion === known.sourceVersion
    ? counts(known) && !counts(heard)
    : heard.sourceVersion > known.sourceVersion

/**
 * One signal from two words of the same absence, grade or complaint: the later version decides whether it counts; what only
 * one of them knows is kept.
 * @param known the signal as it is known, if it is
 * Rule: Y14.
 */
export function mergedSignal(known: Signal | undefined, heard: Signal): Signal {
  if (!known) return heard
  const latest = isLater(heard, known) ? heard : known
  if (known.kind !== 'complaint' || heard.kind !== 'complaint' || latest.kind !== 'complaint') return latest
  return {
    ...latest,
    at: laterOf(known.at, heard.at),
    studentId: known.studentId ?? heard.studentId,
    severity: known.severity ?? heard.severity,
  }
}

/** A student whose family is watched. */
export interface Watched {
  readonly studentId: StudentId
  /** What happened by then was settled by a person who resolved a danger. */
  readonly settledUntil?: Instant | undefined
}

const stands = (signal: Signal, { studentId, settledUntil }: Watched): boolean =>
  (signal.studentId === undefined || signal.studentId === studentId) &&
  (settledUntil === undefined || signal.at > settledUntil) &&
  counts(signal)

const orderOf = ({ at, evidence }: Signal): string => `${at} ${evidence}`

const within = (from: Instant, to: Instant, days: number): boolean => msBetween(from, to) < days * dayMs

/** The signals that count for a student: standing ones, not much older than the latest of them. */
function currentSignals(signals: readonly Signal[], student: Watched, { signalDays }: DangerPolicy) {
  const own = signals.filter((signal) => stands(signal, student)).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
  const latest = own.at(-1)
  return latest ? own.filter(({ at }) => within(at, latest.at, signalDays)) : []
}

/** All absences that belong to some run of `absences` within `absenceDays`. */
function frequentAbsences(absences: readonly Signal[], policy: DangerPolicy): readonly Signal[] {
  const runs = absences.flatMap((first, from) => {
    const run = absences.slice(from).filter(({ at }) => within(first.at, at, policy.absenceDays))
    return run.length >= policy.absences ? run : []
  })
  return absences.filter((absence) => runs.includes(absence))
}

/** Why a student's family may leave, and whether that is enough to act. */
export interface Assessment {
  readonly reasons: readonly Reason[]
  readonly endangered: boolean
}

/**
 * Why a student's family may leave, from the signals that are known; their order and repetition do not matter. It is
 * endangered by enough different reasons, or by a major complaint that is open.
 * @param signals of the household; those of no student in particular count for each
 * Rule: Y14.
 */
export function assess(signals: readonly Signal[], student: Watched, policy: DangerPolicy): Assessment {
  const current = currentSignals(signals, student, policy)
  const of = (kind: Signal['kind']) => current.filter((signal) => signal.kind === kind)
  const behind: readonly (readonly [DangerReason, readonly Signal[]])[] = [
    ['frequentAbsence', frequentAbsences(of('absence'), policy)],
    ['gradeFell', of('gradeFell')],
    ['lowSatisfaction', of('lowSatisfaction')],
    ['complaint', of('complaint')],
  ]
  const reasons = behind
    .filter(([, found]) => found.length > 0)
    .map(([reason, found]) => ({ reason, evidence: found.map(({ evidence }) => evidence) }))
  const major = current.some((signal) => signal.kind === 'complaint' && signal.severity === 'major')
  return { reasons, endangered: reasons.length >= policy.reasonsNeeded || (policy.majorComplaintAlone && major) }
}
