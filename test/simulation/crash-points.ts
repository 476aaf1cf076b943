import { hourMs } from '@tutelage/shared/kernel/instant.ts'
import { answerLink, changePreferences, complain, handleComplaint, spendPoints, visitFamily } from './care-actors.ts'
import type { Actor } from './cast.ts'
import { chanceOf } from './chance.ts'
import { Client } from './client.ts'
import { startCloud } from './cloud.ts'
import { passTime } from './infrastructure.ts'
import { openSchool } from './opening.ts'
import { cardReader, gatewayPayment, partnerComplaint, partnerLead, postAgain } from './partner-actors.ts'
import { callIn, followUp, markTrial, scheduleTrial, takeTrialSeat } from './sales-actors.ts'
import { settle } from './settle.ts'
import { callOff, correctMark, gradeExam, takeSheet } from './teaching-actors.ts'
import { enroll, pay, refund } from './tuition-actors.ts'
import { watchAll } from './watch-all.ts'
import { calm, type Io, type Weather } from './weather.ts'

const hoursPass: Actor = async ({ cloud }) => passTime(cloud, 3 * hourMs)

/** The flows of the main job, each with what has to come before it. */
export const flows: Readonly<Record<string, { readonly before: readonly Actor[]; readonly flow: readonly Actor[] }>> = {
  inquiry: { before: [], flow: [callIn, callIn, followUp] },
  trial: { before: [callIn, scheduleTrial], flow: [takeTrialSeat, hoursPass, markTrial] },
  enrolling: { before: [callIn, callIn, callIn], flow: [enroll, pay] },
  gateway: { before: [callIn, callIn, callIn], flow: [enroll, gatewayPayment, gatewayPayment, postAgain] },
  lesson: { before: [hoursPass], flow: [takeSheet, takeSheet, cardReader, cardReader] },
  correction: { before: [hoursPass, takeSheet, takeSheet, takeSheet], flow: [correctMark, correctMark, correctMark] },
  refund: { before: [], flow: [refund, spendPoints] },
  grades: { before: [gradeExam], flow: [gradeExam, gradeExam, visitFamily] },
  complaint: { before: [], flow: [complain, partnerComplaint, handleComplaint] },
  family: { before: [partnerLead], flow: [changePreferences, callOff, answerLink] },
}

/**
 * The call to the outside at which the function ends: the first is 0. Calls that change something outside are counted: a
 * crash at a read is one after the change before it.
 */
export interface CrashPoint {
  readonly at: number
  readonly when: 'before' | 'after'
  /** Every delivery comes twice. */
  readonly twice: boolean
}

/** How a flow ended: how many calls changed something, what was broken, and how often each event was committed. */
export interface FlowEnd {
  readonly calls: number
  readonly violations: readonly string[]
  readonly events: string
}

/** Ends one invocation, once. */
function crashAt(point: CrashPoint | undefined) {
  let calls = 0
  const doom = (io: Io): 'before' | 'after' | undefined => {
    if (io === 'read') return undefined
    calls += 1
    return calls - 1 === point?.at ? point.when : undefined
  }
  return { weather: { ...calm, doom } satisfies Weather, calls: () => calls }
}

/** What became of a mail depends on the crash; everything else does not. */
const ofMail = /^(MessageSent|MessageSuppressed|CareMessage)/

/** Plays a flow from its beginning to rest, with a crash at one point or none. */
export async function playFlow(name: string, point?: CrashPoint): Promise<FlowEnd> {
  const { before = [], flow = [] } = flows[name] ?? {}
  const cloud = startCloud()
  const overview = watchAll(cloud)
  const cast = await openSchool(cloud)
  const chance = { ...chanceOf(3), happens: () => true }
  const perform = async (actors: readonly Actor[], stage: string): Promise<void> => {
    const client = new Client(cloud, { ...chance, happens: () => false }, stage)
    for (const [at, actor] of actors.entries()) await actor({ cloud, cast, chance, client, name: `${stage}-${at}` })
  }
  await perform(before, 'before')
  await settle(cloud)
  const crash = crashAt(point)
  cloud.under(crash.weather, chance)
  await perform(flow, 'flow')
  await settle(cloud, { weather: crash.weather, twice: point?.twice ?? false, rounds: 12 })
  overview.afterStep()
  if (cloud.witness.violations.length === 0) overview.atRest()
  const told = [...overview.committed().values()]
    .map(({ detailType }) => detailType)
    .filter((each) => !ofMail.test(each))
  return { calls: crash.calls(), violations: cloud.witness.violations, events: told.sort().join() }
}
