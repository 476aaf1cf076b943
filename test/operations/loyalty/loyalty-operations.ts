import { listCareMessages } from '@tutelage/shared/contracts/loyalty/care-message-routes.ts'
import {
  getBirthday,
  getMember,
  listMembers,
  replaceCard,
  setBirthday,
} from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { getPoints, redeemPoints } from '@tutelage/shared/contracts/loyalty/points-routes.ts'
import { tierPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'
import { listProgressCards } from '@tutelage/shared/contracts/loyalty/progress-card-routes.ts'
import { listTierChanges } from '@tutelage/shared/contracts/loyalty/tier-routes.ts'
import { policyRoutes } from '@tutelage/shared/contracts/policy-routes.ts'
import { addMs, dayMs, epochMs, instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { enroll } from '../opening.ts'
import { dailyJob, dueJob, type Operation, operation } from '../operation.ts'
import type { School } from '../school.ts'
import { dangerOperations } from './danger-operations.ts'
import { loyaltyEvents } from './loyalty-events.ts'

const as = 'frontDesk'

/** The enrolled family's membership. */
export async function memberOf(school: School) {
  const { campusId, here } = school
  const query = { householdId: String(here.enrolled.householdId) }
  const [member] = (await school.call(listMembers, { as, params: { campusId }, query })).items
  if (!member) throw new Error('the family is no member')
  return { campusId, ...member }
}

async function ofMember(school: School) {
  const { campusId, memberId } = await memberOf(school)
  return { campusId, memberId }
}

const ofStudent = ({ campusId, here: { enrolled } }: School) => ({ campusId, studentId: enrolled.studentId })
const birthday = (school: School) =>
  ({ as, params: ofStudent(school), body: { calendar: 'gregorian', month: 3, day: 3 } }) as const

/** The clock goes to a moment, and nobody does what is due until then. */
const waitUntil = (school: School, moment: string): void => school.wait(epochMs(instant(moment)) - epochMs(school.now))

/** The student celebrates tomorrow. */
async function bornTomorrow(school: School): Promise<void> {
  await school.call(setBirthday, birthday(school))
  waitUntil(school, '2026-03-03T01:30:00Z')
}

/** The family stands on another rung after it paid for more. */
async function climb(school: School): Promise<void> {
  const name = (en: string) => ({ 'zh-CN': en, en })
  const rung = (tier: string, fromMinor: number) => ({ tier, name: name(tier), fromMinor, pointsBasisPoints: 10_000 })
  const ladder = [rung('standard', 0), rung('gold', 100)]
  const params = { campusId: school.campusId }
  await school.call(policyRoutes(tierPolicy).setPolicy, { as: 'campusManager', params, body: { ladder } })
  await enroll(school, school.here.prospect, school.here)
  await school.deliver()
}

const routes = [
  operation(listMembers, ({ campusId }) => ({ as, params: { campusId } })),
  operation(getMember, async (school) => ({ as, params: await ofMember(school) })),
  operation(replaceCard, async (school) => {
    const { campusId, memberId, cardNumber } = await memberOf(school)
    return { as, params: { campusId, memberId }, body: { cardNumber, reason: 'lost' as const } }
  }),
  operation(setBirthday, birthday),
  operation(getBirthday, async (school) => {
    await school.call(setBirthday, birthday(school))
    return { as, params: ofStudent(school) }
  }),
  operation(listTierChanges, async (school) => {
    await climb(school)
    const query = { householdId: String(school.here.prospect.householdId) }
    const { campusId } = school
    const [member] = (await school.call(listMembers, { as, params: { campusId }, query })).items
    return { as, params: { campusId, memberId: member?.memberId ?? 'nobody' } }
  }),
  operation(getPoints, async (school) => ({ as, params: await ofMember(school) })),
  operation(redeemPoints, async (school) => ({
    as,
    params: await ofMember(school),
    body: { points: 100, for: 'cashOffset' as const },
  })),
  operation(listProgressCards, (school) => ({ as, params: ofStudent(school) })),
  operation(listCareMessages, async (school) => {
    await bornTomorrow(school)
    const message = { kind: 'dailyCampus', job: 'greet-birthdays', campusId: school.campusId }
    await school.work('loyalty', JSON.stringify(message))
    await school.deliver()
    return { as, params: { campusId: school.campusId, householdId: school.here.enrolled.householdId } }
  }),
]

const jobs = [
  dueJob('loyalty', 'expire-points', async (school) => school.wait(400 * dayMs)),
  dailyJob('loyalty', 'greet-birthdays', bornTomorrow),
  dailyJob('loyalty', 'greet-festivals', async (school) =>
    waitUntil(school, addMs(instant('2026-09-25T01:00:00Z'), 30 * minuteMs)),
  ),
]

export const loyaltyOperations: readonly Operation[] = [...routes, ...dangerOperations, ...loyaltyEvents, ...jobs]
