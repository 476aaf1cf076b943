import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { joinActivity } from './activity-actors.ts'
import { openSurvey, tendComplaint, tendDanger, tendSurvey } from './aftercare-actors.ts'
import { lookUp, tryAnything } from './any-route-actors.ts'
import { bookLessons, openCalendar } from './booking-actors.ts'
import { changeCampus, changePolicy, moveStaff } from './campus-actors.ts'
import { answerLink, changePreferences, complain, handleComplaint, spendPoints, visitFamily } from './care-actors.ts'
import type { Actor, Scene } from './cast.ts'
import type { Chance } from './chance.ts'
import { applyForElite } from './elite-actors.ts'
import { buyMore, handIn, leaveClass, refundPart, waitForSeat } from './enrolling-actors.ts'
import { boardResult, sitExam } from './exam-actors.ts'
import { moveIn } from './import-actors.ts'
import {
  catchUp,
  deliverEvents,
  deliverJob,
  deliverStream,
  passTime,
  someTime,
  sweepOutbox,
  tick,
} from './infrastructure.ts'
import { lendBook } from './library-actors.ts'
import { changeClass, makeUp } from './moving-actors.ts'
import { countRenewals, promote, renew } from './next-term-actors.ts'
import { fillForm, followUnsubscribeLink, mergeTwo, passLead, takeFromPool, takeLeave } from './office-actors.ts'
import { cardReader, checkIn, gatewayPayment, partnerComplaint, partnerLead, postAgain } from './partner-actors.ts'
import { correctTeacher, plan } from './planning-actors.ts'
import { quiz } from './quiz-actors.ts'
import { writeReport } from './report-actors.ts'
import { callIn, followUp, markTrial, moveDeal, scheduleTrial, takeTrialSeat } from './sales-actors.ts'
import { certify, endMonth, keepBooks } from './staff-actors.ts'
import { clearQuarantine, dismissStranger, strangerPosts } from './stranger-actors.ts'
import { callOff, correctMark, gradeExam, takeSheet } from './teaching-actors.ts'
import { enroll, pay, refund } from './tuition-actors.ts'
import { planYears } from './year-plan-actors.ts'

/** Everything that may happen in a step, and how often. */
const acts: Readonly<Record<string, readonly [weight: number, actor: Actor]>> = {
  callIn: [8, callIn],
  followUp: [4, followUp],
  scheduleTrial: [4, scheduleTrial],
  takeTrialSeat: [14, takeTrialSeat],
  markTrial: [6, markTrial],
  moveDeal: [2, moveDeal],
  enroll: [10, enroll],
  pay: [7, pay],
  refund: [3, refund],
  buyMore: [3, buyMore],
  refundPart: [2, refundPart],
  leaveClass: [3, leaveClass],
  waitForSeat: [8, waitForSeat],
  changeClass: [4, changeClass],
  makeUp: [7, makeUp],
  handIn: [2, handIn],
  planYears: [8, planYears],
  takeSheet: [24, takeSheet],
  correctMark: [4, correctMark],
  callOff: [1, callOff],
  gradeExam: [4, gradeExam],
  partnerLead: [3, partnerLead],
  partnerComplaint: [1, partnerComplaint],
  cardReader: [2, cardReader],
  gatewayPayment: [3, gatewayPayment],
  postAgain: [2, postAgain],
  complain: [2, complain],
  handleComplaint: [6, handleComplaint],
  visitFamily: [4, visitFamily],
  answerLink: [7, answerLink],
  changePreferences: [2, changePreferences],
  spendPoints: [5, spendPoints],
  lookUp: [10, lookUp],
  tryAnything: [12, tryAnything],
  moveIn: [2, moveIn],
  lendBook: [5, lendBook],
  joinActivity: [5, joinActivity],
  sitExam: [5, sitExam],
  boardResult: [1, boardResult],
  quiz: [3, quiz],
  bookLessons: [6, bookLessons],
  openCalendar: [1, openCalendar],
  applyForElite: [6, applyForElite],
  renew: [4, renew],
  promote: [4, promote],
  countRenewals: [2, countRenewals],
  plan: [4, plan],
  correctTeacher: [2, correctTeacher],
  writeReport: [8, writeReport],
  keepBooks: [7, keepBooks],
  certify: [4, certify],
  endMonth: [1, endMonth],
  checkIn: [1, checkIn],
  catchUp: [8, ({ cloud, chance }) => catchUp(cloud, chance)],
  mergeTwo: [1, mergeTwo],
  fillForm: [4, fillForm],
  takeLeave: [3, takeLeave],
  passLead: [2, passLead],
  takeFromPool: [6, takeFromPool],
  followUnsubscribeLink: [4, followUnsubscribeLink],
  changePolicy: [4, changePolicy],
  changeCampus: [2, changeCampus],
  moveStaff: [1, moveStaff],
  tendComplaint: [8, tendComplaint],
  tendSurvey: [5, tendSurvey],
  openSurvey: [3, openSurvey],
  tendDanger: [5, tendDanger],
  strangerPosts: [4, strangerPosts],
  dismissStranger: [1, dismissStranger],
  clearQuarantine: [5, clearQuarantine],
  deliverEvents: [
    48,
    ({ cloud, chance }) => deliverEvents(cloud, chance.pick(waiting(cloud.deployed, 'events')), chance),
  ],
  deliverJob: [20, ({ cloud, chance }) => deliverJob(cloud, chance.pick(waiting(cloud.deployed, 'jobs')), chance)],
  deliverStream: [36, ({ cloud, chance }) => deliverStream(cloud, chance.pick(streaming(cloud.deployed)), chance)],
  forgetStream: [1, async ({ cloud, chance }) => chance.pick(cloud.deployed).stream.forget(1 + chance.below(3))],
  sweep: [2, ({ cloud, chance }) => sweepOutbox(cloud, chance.pick(cloud.deployed))],
  tick: [8, async ({ cloud }) => tick(cloud)],
  passTime: [16, async ({ cloud, chance }) => passTime(cloud, someTime(chance))],
  passMonth: [1, async ({ cloud }) => passTime(cloud, 32 * dayMs)],
}

type DeployedList = Scene['cloud']['deployed']

/** Those services first that have something waiting. */
function waiting(deployed: DeployedList, queue: 'events' | 'jobs'): DeployedList {
  const busy = deployed.filter((one) => one[queue].visible > 0)
  return busy.length > 0 ? busy : deployed
}

function streaming(deployed: DeployedList): DeployedList {
  const busy = deployed.filter(({ stream }) => stream.size > 0)
  return busy.length > 0 ? busy : deployed
}

const total = Object.values(acts).reduce((sum, [weight]) => sum + weight, 0)

/** Which act comes next, by weight. */
export function nextAct(chance: Chance): string {
  let at = chance.below(total)
  for (const [name, [weight]] of Object.entries(acts)) {
    if (at < weight) return name
    at -= weight
  }
  throw new Error('no act was chosen')
}

/** Lets one of them act. @returns its name */
export async function act(name: string, scene: Scene): Promise<string> {
  await acts[name]?.[1](scene)
  return name
}
