import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import { addDays, weekdayOf } from '@tutelage/shared/kernel/local-date.ts'
import { instantAt, localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { tellBadInput } from './bad-input-chapter.ts'
import { tellCare } from './care-chapter.ts'
import type { Stage } from './cast.ts'
import { Chronicle } from './chronicle.ts'
import { tellComplaint } from './complaint-chapter.ts'
import { tellDanger } from './danger-chapter.ts'
import { tellEnrolling } from './enrolling-chapter.ts'
import { tellInquiry } from './inquiry-chapter.ts'
import { tellLessons } from './lessons-chapter.ts'
import { tellPartner } from './partner-chapter.ts'
import { tellRefund } from './refund-chapter.ts'
import { beginTerm, tellRenewal } from './renewal-chapter.ts'
import { secondFamily } from './second-family.ts'
import { Teller } from './teller.ts'
import { tellTransfer } from './transfer-chapter.ts'
import { tellTrial } from './trial-chapter.ts'
import { type Addresses, World } from './world.ts'
import { tellYearPlan } from './year-plan-chapter.ts'

/** The story begins on a Monday at ten, so that due times fall into working hours however often it is told. */
async function windToMonday(world: World): Promise<void> {
  const timeZone = 'Asia/Shanghai'
  const today = localDateOf(instant((await world.now()).toISOString()), timeZone)
  const ahead = Array.from({ length: 7 }, (_, at) => addDays(today, at + 1))
  const monday = ahead.find((day) => weekdayOf(day) === 'mon') ?? today
  await world.windTo(new Date(instantAt(monday, '10:00', timeZone)))
}

/**
 * Tells the whole story once, with a family of its own, against a running local cloud.
 * @throws Error at the first thing that is not so
 */
export async function tellStory(at: Addresses, chronicleFile: string): Promise<number> {
  const world = new World(at)
  const teller = new Teller()
  const chronicle = new Chronicle(chronicleFile)
  teller.chapter('Before')
  await world.settle()
  const facts = await chronicle.verify(world)
  await windToMonday(world)
  teller.told(
    'what earlier tellings left is still so',
    `${facts} facts looked up; it is ${(await world.now()).toISOString()}`,
  )
  const nonce = randomBytes(5).toString('hex')
  const stage: Stage = { world, teller, chronicle, campusId: idField('campus').parse('cam_demo-east'), nonce }
  const { family, consultant } = await tellInquiry(stage)
  await tellPartner(stage)
  await tellTrial(stage, family, consultant)
  const enrolled = await tellEnrolling(stage, family)
  await tellLessons(stage, enrolled)
  await tellDanger(stage, enrolled)
  await tellComplaint(stage, enrolled)
  await tellRefund(stage, enrolled)
  const student = await secondFamily(stage)
  await tellTransfer(stage, student)
  const term = await beginTerm(stage, student)
  await tellYearPlan(stage, student)
  await tellRenewal(stage, student, term)
  await tellCare(stage, enrolled)
  await tellBadInput(stage, enrolled)
  return teller.steps
}

if (import.meta.main) {
  const port = (name: string, otherwise: number) => `http://127.0.0.1:${process.env[name] ?? otherwise}`
  const addresses = {
    gateway: port('GATEWAY_PORT', 4510),
    aws: port('AWS_ENDPOINT_PORT', 4566),
    mail: port('MAIL_PORT', 4580),
  }
  const file = join(process.env.LOCAL_DIR ?? '.local', 'story', 'chronicle.json')
  try {
    const steps = await tellStory(addresses, file)
    process.stdout.write(`\n${steps} steps, all so.\n`)
  } catch (error) {
    process.stderr.write(`\n✗ ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
