import type { Actor, Scene } from './cast.ts'
import { deliverEvents, deliverJob, deliverStream, passTime, someTime, sweepOutbox, tick } from './infrastructure.ts'
import { callIn, followUp, markTrial, moveDeal, scheduleTrial, takeTrialSeat } from './sales-actors.ts'
import { enroll, pay, refund } from './tuition-actors.ts'

/** Everything that may happen in a step, and how often. */
const acts: Readonly<Record<string, readonly [weight: number, actor: Actor]>> = {
  callIn: [8, callIn],
  followUp: [4, followUp],
  scheduleTrial: [2, scheduleTrial],
  takeTrialSeat: [3, takeTrialSeat],
  markTrial: [2, markTrial],
  moveDeal: [2, moveDeal],
  enroll: [7, enroll],
  pay: [7, pay],
  refund: [3, refund],
  deliverEvents: [
    28,
    ({ cloud, chance }) => deliverEvents(cloud, chance.pick(waiting(cloud.deployed, 'events')), chance),
  ],
  deliverJob: [8, ({ cloud, chance }) => deliverJob(cloud, chance.pick(waiting(cloud.deployed, 'jobs')), chance)],
  deliverStream: [18, ({ cloud, chance }) => deliverStream(cloud, chance.pick(streaming(cloud.deployed)), chance)],
  forgetStream: [1, async ({ cloud, chance }) => chance.pick(cloud.deployed).stream.forget(1 + chance.below(3))],
  sweep: [2, ({ cloud, chance }) => sweepOutbox(cloud, chance.pick(cloud.deployed))],
  tick: [4, async ({ cloud }) => tick(cloud)],
  passTime: [6, async ({ cloud, chance }) => passTime(cloud, someTime(chance))],
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

/** Lets one of them act. @returns which it was */
export async function act(scene: Scene): Promise<string> {
  let at = scene.chance.below(total)
  for (const [name, [weight, actor]] of Object.entries(acts)) {
    if (at < weight) {
      await actor(scene)
      return name
    }
    at -= weight
  }
  throw new Error('no act was chosen')
}
