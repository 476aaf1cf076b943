import { enrollStudent, quoteTuition } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { getBalance } from '@tutelage/shared/contracts/enrollment/lesson-hours-routes.ts'
import { listPayments, payTuition } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import { getCustomerFile } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { listMembers } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import { Webhook } from 'standardwebhooks'
import type { Enrolled, Family, Stage } from './cast.ts'
import { openClass, titled } from './open-class.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

/** Four lessons, the first on the next day. */
const weekendClass = {
  title: titled('周末班', 'Weekend class'),
  priceMinor: 20_000,
  lessonCount: 4,
  term: { from: 0, until: 90 },
  hoursLater: 0,
}

/** A payment gateway posts a signed event. */
async function payByGateway(
  { world, campusId, nonce }: Stage,
  enrollmentId: string,
  amountMinor: number,
): Promise<void> {
  const { createPartnerSecret } = partnerRoutes('enrollment', [])
  const params = { partnerId: 'prt_demo' }
  const { secret } = await world.call(createPartnerSecret, { as: 'principal', params, body: { overlapHours: 0 } })
  const now = await world.now()
  const paidAt = now.toISOString()
  const data = { enrollmentId, amountMinor, currency: 'CNY', reference: `gw-${nonce}`, paidAt }
  const body = JSON.stringify({ type: 'PaymentReceived', campusId, occurredAt: paidAt, data })
  const id = `msg_${nonce}`
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  }
  for (const expected of ['accepted', 'duplicate']) {
    const response = await fetch(new URL('/enrollment/partners/prt_demo/events', world.gateway), {
      method: 'POST',
      headers,
      body,
    })
    const answer = await response.text()
    so(response.status === 202 && answer.includes(expected), `the gateway hears ${expected}`, answer)
  }
  const altered = body.replace(String(amountMinor), String(amountMinor + 1))
  const refused = await fetch(new URL('/enrollment/partners/prt_demo/events', world.gateway), {
    method: 'POST',
    headers,
    body: altered,
  })
  so(refused.status === 401, 'an altered payment is refused', refused.status)
}

/** Quote, enrollment, payments, confirmation; the lead is won and the household a member. */
export async function tellEnrolling(stage: Stage, family: Family): Promise<Enrolled> {
  const { world, teller, campusId, nonce } = stage
  teller.chapter('Enrolling')
  const teacherId = `stf_teacher-${nonce}`
  const { classGroupId, lessonIds } = await openClass(stage, { ...weekendClass, teacherId })
  const as = 'frontDesk'
  const quote = await world.call(quoteTuition, { as, params: { campusId }, body: { classGroupId, centihours: 1_000 } })
  so(quote.priceMinor === 200_000, 'ten hours at 200 yuan are 2,000 yuan', quote.priceMinor)
  const { enrollmentId } = await world.call(enrollStudent, {
    as,
    params: { campusId },
    body: {
      studentId: family.studentId,
      classGroupId,
      centihours: 1_000,
      quotedPriceMinor: quote.priceMinor,
      learningManagerId: 'stf_demo-learningManager',
    },
  })
  teller.told('the family enrolls at the quoted price', `${enrollmentId}, ${quote.priceMinor} fen, locked`)

  const cash = { amountMinor: 120_000, means: 'cash' as const, reference: `cash-${nonce}` }
  const pay = { as, params: { campusId, enrollmentId }, body: cash, key: `pay-${nonce}` }
  const payment = await world.call(payTuition, pay)
  const repeated = await world.call(payTuition, pay)
  so(JSON.stringify(repeated) === JSON.stringify(payment), 'the same key gives the first answer')
  await payByGateway(stage, enrollmentId, 80_000)
  const balance = await world.call(getBalance, { as, params: { campusId, enrollmentId } })
  so(balance.hours.remainingCentihours === 1_000 && balance.money.outstandingMinor === 0, 'all is paid', balance)
  teller.told(
    'they pay in cash and through a gateway',
    '1,200 + 800 yuan, each once though posted twice; 10 hours open',
  )

  await tellWelcome(stage, { family, enrollmentId })
  const { items } = await world.call(listPayments, { as, params: { campusId, enrollmentId } })
  const later = items.find(({ paymentId }) => paymentId !== payment.paymentId)
  so(items.length === 2 && later !== undefined, 'two payments', items)
  return { family, enrollmentId, classGroupId, paymentId: later.paymentId, lessonIds }
}

/** What follows by events: the mail, the won lead, the membership. */
async function tellWelcome(
  stage: Stage,
  { family, enrollmentId }: { family: Family; enrollmentId: string },
): Promise<void> {
  const { world, teller, campusId } = stage
  const mail = await eventually('the confirmation with the preparation notes', async () =>
    (await world.mailsTo(family.email)).find(({ text }) => text.includes('圆规')),
  )
  const lead = await eventually('the lead is won', async () => {
    const params = { campusId, leadId: family.leadId }
    const file = await world.call(getCustomerFile, { as: 'principal', params })
    return file.lead.stage === 'won' ? file.lead : undefined
  })
  so(lead.enrollmentId === enrollmentId, 'the lead names the enrollment', lead.enrollmentId)
  teller.told('the confirmation goes out', `“${mail.subject}” with timetable and notes; the lead is won`)
  const member = await eventually('the membership', async () => {
    const query = { householdId: idField('household').parse(family.householdId) }
    return (await world.call(listMembers, { as: 'frontDesk', params: { campusId }, query })).items[0]
  })
  teller.told('the household becomes a member', `card ${member.cardNumber}`)
}
