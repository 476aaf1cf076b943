import type {
  ComplaintFile,
  HandlingStep,
  StatedInvestigation,
} from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import {
  answerableComplaint,
  type ComplaintMoment,
  findingsOf,
  handlingSteps,
  keptFile,
  type OpenComplaint,
  openComplaint,
} from './complaint.ts'
import { answeringDesk, checkDesk, resolvingDesk } from './complaint-desk.ts'

type Handling<Code extends string> = Decision<ComplaintFile, Code | 'notOpen' | 'notYourDesk'>

/** A step of the handling was done by the desk that has the complaint. Refuses `stepDone`. Rule: F4. */
export function completeStep(
  complaint: ComplaintFile,
  step: HandlingStep,
  { now, by }: ComplaintMoment,
): Handling<'stepDone'> {
  const open = openComplaint(complaint)
  if (!open.ok) return open
  const stranger = checkDesk(by, complaint.desk)
  if (stranger) return stranger
  if (complaint.steps.some((done) => done.step === step)) return refuse('stepDone', { step })
  return accept({ ...open.value, steps: [...complaint.steps, { step, doneAt: now, doneBy: by }] })
}

/**
 * Marketing gives a normal complaint to teaching. Refuses `majorStaysWithPrincipal`, and `alreadyHandedOver` when teaching
 * has it.
 * Rule: F2.
 */
export function handOver(
  complaint: ComplaintFile,
  moment: ComplaintMoment,
): Handling<'majorStaysWithPrincipal' | 'alreadyHandedOver'> {
  const open = answerableComplaint(complaint, moment)
  if (!open.ok) return open
  if (complaint.severity === 'major') return refuse('majorStaysWithPrincipal')
  if (complaint.desk === 'teaching') return refuse('alreadyHandedOver')
  return accept({ ...open.value, desk: 'teaching' })
}

/**
 * The desk that resolves found the cause and who or what was responsible, agreed a solution, and reports back to the desk
 * that answers the family. Refuses `notHandedOver` while that desk still has a normal complaint.
 * Rules: F2, F4.
 */
export function investigate(
  complaint: ComplaintFile,
  stated: StatedInvestigation,
  moment: ComplaintMoment,
): Handling<'notHandedOver'> {
  const open = openComplaint(complaint)
  if (!open.ok) return open
  const desk = resolvingDesk(complaint.severity)
  const stranger = checkDesk(moment.by, desk)
  if (stranger) return stranger
  if (complaint.desk !== desk) return refuse('notHandedOver', { desk: complaint.desk })
  const investigation = findingsOf(stated, moment)
  return accept({ ...open.value, investigation, desk: answeringDesk(complaint.severity) })
}

/** What a complaint lacks before it can be resolved. Rule: F4. */
function missingOf({ status, steps, investigation }: OpenComplaint, reply: string | undefined): readonly string[] {
  const done = steps.map(({ step }) => step)
  return [
    ...(status === 'received' ? ['acknowledgement'] : []),
    ...handlingSteps.filter((step) => !done.includes(step)),
    ...(investigation ? [] : ['rootCause', 'responsible', 'solution']),
    ...(reply === undefined ? ['reply'] : []),
  ]
}

/**
 * The family got its reply: the clocks end. Refuses `withTeaching` while teaching has it, and `incomplete` with what is
 * missing: the acknowledgement, steps of the handling, the investigation, the reply.
 * Rules: F2, F4.
 */
export function resolve(
  complaint: ComplaintFile,
  reply: string | undefined,
  moment: ComplaintMoment,
): Handling<'incomplete' | 'withTeaching'> {
  const open = answerableComplaint(complaint, moment)
  if (!open.ok) return open
  if (complaint.desk === 'teaching') return refuse('withTeaching')
  const missing = missingOf(open.value, reply)
  const { investigation } = open.value
  if (missing.length > 0 || !investigation) return refuse('incomplete', { missing })
  return accept({
    ...keptFile(complaint),
    status: 'resolved',
    investigation,
    resolvedAt: moment.now,
    resolvedBy: moment.by,
    followUps: [],
  })
}
