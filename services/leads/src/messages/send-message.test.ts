import type { Mail, MailOutcome, MailPort } from '@tutelage/shared/contracts/mail.ts'
import { messageRequested, messageSent, messageSuppressed } from '@tutelage/shared/contracts/message-events.ts'
import { readDue } from '@tutelage/shared/data/due-index.ts'
import { runUseCase } from '@tutelage/shared/data/run-use-case.ts'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { enterCampus, systemScope } from '@tutelage/shared/kernel/scope.ts'
import { eventHandler } from '@tutelage/shared/lambda/event-handler.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask, lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import { storeCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { testBench, testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { describe, expect, test } from 'vitest'
import leads from '../../service.ts'
import { deliverMessageJob } from './message-store.ts'
import { sendMessage } from './send-message.ts'

/** A mail service that answers as it is told to, and keeps what it was handed. */
function scriptedMail(...outcomes: MailOutcome[]) {
  const handed: Mail[] = []
  const mail: MailPort = {
    send: async (letter) => {
      handed.push(letter)
      return outcomes[handed.length - 1] ?? { kind: 'accepted', providerId: `ses-${handed.length}` }
    },
  }
  return { mail, handed }
}

async function postOffice(...outcomes: MailOutcome[]) {
  const bench = testBench({ service: 'leads' })
  await storeCampus(bench.table)
  const { mail, handed } = scriptedMail(...outcomes)
  const ports = { ...bench.ports, mail }
  const handler = eventHandler(leads, ports)
  const captured = await ask(httpHandler(leads, ports), {
    method: 'POST',
    path: `/leads/campuses/${testCampusId}/leads`,
    as: 'frontDesk',
    body: {
      channel: 'walkIn',
      guardian: { name: '李芳', email: 'li@family.test' },
      student: { name: '李明' },
      lawfulBasis: 'consent',
    },
  })
  expect(captured.status).toBe(201)
  const { householdId } = captured.body

  let count = 0
  const envelope = (category: 'receipt' | 'care', occasion: string, messageId: string) => {
    count += 1
    const meta = {
      eventId: bench.ids.next('event'),
      schemaVersion: 1,
      campusId: testCampusId,
      occurredAt: bench.clock.now(),
      recordedAt: bench.clock.now(),
      actor: { kind: 'system', id: 'feedback' },
      correlationId: `correlation-${count}`,
      aggregateId: messageId,
      aggregateVersion: 1,
    }
    const params = { complaintId: 'cmp_1', answerBy: '2026-03-03T01:00:00.000Z' }
    const data = {
      messageId,
      occasion,
      category,
      channel: 'email',
      template: 'complaintReceived',
      recipient: { householdId },
      params,
    }
    return JSON.stringify({
      id: `delivery-${count}`,
      source: 'crm.feedback',
      'detail-type': messageRequested.name,
      detail: { meta, data },
    })
  }
  const deliver = (body: string) => handler({ Records: [{ messageId: 'm1', body }] }, lambdaContext)
  const runDue = async () => {
    const scope = systemScope('leads')
    const campus = enterCampus(scope, testCampusId)
    if (!campus) throw new Error('the system may enter')
    for (const key of await readDue(bench.table, deliverMessageJob, bench.clock.now())) {
      const call = { service: 'leads' as const, operation: 'deliver', scope, campus, correlationId: 'due' }
      await runUseCase(ports, call, (context) => sendMessage(context, { pk: key.pk, sk: key.sk }))
    }
  }
  return { bench, handed, envelope, deliver, runDue }
}

const messageId = 'msg_01K00000000000000000000001'
const another = 'msg_01K00000000000000000000002'

describe('a message is sent once for its occasion', () => {
  test('a request becomes one mail to the guardian, and MessageSent', async () => {
    const office = await postOffice()
    await office.deliver(office.envelope('receipt', 'complaint:1', messageId))
    expect(office.handed.map(({ to }) => to)).toEqual(['li@family.test'])
    expect(office.handed[0]?.text).toContain('李芳，您好')
    expect(office.bench.eventsOf(messageSent).map(({ data }) => data.messageId)).toEqual([messageId])
  })

  test('the same event delivered again sends nothing more', async () => {
    const office = await postOffice()
    const body = office.envelope('receipt', 'complaint:1', messageId)
    for (let times = 0; times < 3; times += 1) await office.deliver(body)
    expect(office.handed).toHaveLength(1)
    expect(office.bench.eventsOf(messageSent)).toHaveLength(1)
  })

  test('another request for the same occasion is recorded as alreadySent', async () => {
    const office = await postOffice()
    await office.deliver(office.envelope('receipt', 'complaint:1', messageId))
    await office.deliver(office.envelope('receipt', 'complaint:1', another))
    expect(office.handed).toHaveLength(1)
    const [suppressed] = office.bench.eventsOf(messageSuppressed)
    expect(suppressed?.data).toMatchObject({ messageId: another, reason: 'alreadySent' })
  })

  test('two deliveries at once hand over one mail', async () => {
    const office = await postOffice()
    const body = office.envelope('receipt', 'complaint:1', messageId)
    await Promise.all([office.deliver(body), office.deliver(body), office.deliver(body)])
    expect(office.handed).toHaveLength(1)
  })
})

describe('a stage without a mail service', () => {
  test('the message is left to the gateway of a partner', async () => {
    const office = await postOffice()
    const handler = eventHandler(leads, office.bench.ports)
    const body = office.envelope('receipt', 'complaint:1', messageId)
    const response = await handler({ Records: [{ messageId: 'm1', body }] }, lambdaContext)
    expect(response.batchItemFailures).toEqual([])
    expect(office.bench.table.all().find(({ entity }) => entity === 'message')?.state).toMatchObject({
      status: 'handedOver',
    })
  })
})

describe('quiet hours', () => {
  test('a message asked for at night goes out in the morning', async () => {
    const office = await postOffice()
    office.bench.clock.set('2026-03-02T15:00:00Z')
    await office.deliver(office.envelope('care', 'festival:1', messageId))
    expect(office.handed).toHaveLength(0)
    office.bench.clock.set('2026-03-02T23:59:00Z')
    await office.runDue()
    expect(office.handed).toHaveLength(0)
    office.bench.clock.set('2026-03-03T00:00:00Z')
    await office.runDue()
    expect(office.handed).toHaveLength(1)
    await office.runDue()
    expect(office.handed).toHaveLength(1)
  })
})

describe('mail service troubles', () => {
  test('a busy mail service delays a message and loses none', async () => {
    const office = await postOffice({ kind: 'busy' }, { kind: 'busy' })
    await office.deliver(office.envelope('care', 'festival:1', messageId))
    for (const minutes of [1, 2]) {
      office.bench.clock.advance(minutes * minuteMs)
      await office.runDue()
    }
    expect(office.handed).toHaveLength(3)
    expect(office.bench.eventsOf(messageSent)).toHaveLength(1)
  })

  test('a lost answer: a receipt goes out again, a greeting does not', async () => {
    const receipts = await postOffice({ kind: 'unknown' })
    await receipts.deliver(receipts.envelope('receipt', 'complaint:1', messageId))
    receipts.bench.clock.advance(minuteMs)
    await receipts.runDue()
    expect(receipts.handed).toHaveLength(2)

    const greetings = await postOffice({ kind: 'unknown' })
    await greetings.deliver(greetings.envelope('care', 'festival:1', messageId))
    greetings.bench.clock.advance(60 * minuteMs)
    await greetings.runDue()
    expect(greetings.handed).toHaveLength(1)
    expect(greetings.bench.eventsOf(messageSuppressed)[0]?.data.reason).toBe('outcomeUnknown')
  })

  test('a crash between claim and answer: the receipt goes out again once the claim has run out', async () => {
    const office = await postOffice()
    const body = office.envelope('receipt', 'complaint:1', messageId)
    office.handed.push = () => {
      throw new Error('the process ends here')
    }
    const response = await office.deliver(body)
    expect(response.batchItemFailures).toHaveLength(1)
    Reflect.deleteProperty(office.handed, 'push')
    await office.deliver(body)
    expect(office.handed).toHaveLength(0)
    office.bench.clock.advance(5 * minuteMs)
    await office.runDue()
    office.bench.clock.advance(minuteMs)
    await office.runDue()
    expect(office.handed).toHaveLength(1)
    expect(office.bench.eventsOf(messageSent)).toHaveLength(1)
  })
})
