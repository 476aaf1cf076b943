import { complaintFiled, complaintResolved, complaintRouted } from '@tutelage/shared/contracts/feedback/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { expect, test } from 'vitest'
import { complaintBench, found, householdId, spokenText } from '../testing/complaint-bench.ts'
import { partnerComplaints } from './capability.ts'

test('F1: a complaint is received by phone, email, online or in person, and a receipt goes to the family', async () => {
  const bench = await complaintBench()
  for (const channel of ['phone', 'email', 'online', 'inPerson']) await bench.file({ channel })
  expect(bench.eventsOf(complaintFiled).map(({ data }) => data.channel)).toEqual([
    'phone',
    'email',
    'online',
    'inPerson',
  ])
  const [receipt] = bench.eventsOf(messageRequested)
  expect(receipt?.data).toMatchObject({
    template: 'complaintReceived',
    category: 'receipt',
    recipient: { householdId },
    params: { answerBy: bench.eventsOf(complaintRouted)[0]?.data.resolveDueAt },
  })
})

test('F1: a partner passes a complaint on, in its own name', async () => {
  const bench = await complaintBench()
  const posted = partnerComplaints.parse({ householdId, severity: 'major', text: spokenText })
  if (!posted.ok) throw new Error('the partner writes it so')
  const outcome = await bench.run(posted.run, { actor: { kind: 'partner', id: 'prt_mall' } })
  expect(outcome).toMatchObject({ kind: 'done', answer: { complaint: { channel: 'partner', desk: 'principalLine' } } })
  expect(bench.eventsOf(complaintFiled)[0]?.meta.actor).toEqual({ kind: 'partner', id: 'prt_mall' })
})

test('F1: a verbal complaint settled on the spot stands in the archive with its cause and solution', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file({ channel: 'inPerson', settledOnTheSpot: found })
  const listed = await bench.ask({ method: 'GET', path: '/complaints?state=archived', as: 'principal' })
  expect(listed.body.items[0].complaint).toMatchObject({
    complaintId,
    status: 'archived',
    settledOnTheSpot: true,
    investigation: { rootCause: 'teacher', responsibleStaffIds: ['stf_mr-li'] },
  })
  expect(bench.eventsOf(complaintResolved)).toHaveLength(1)
  expect(bench.eventsOf(complaintRouted)).toHaveLength(0)
  const { body } = await bench.get(complaintId)
  expect(body.statements.map(({ about }: { about: string }) => about)).toEqual(['complaint', 'solution'])
})

test('F1: only what was spoken is settled on the spot, and nothing that is major', async () => {
  const bench = await complaintBench()
  const settle = (filed: object) => {
    const body = {
      householdId,
      channel: 'phone',
      severity: 'normal',
      text: spokenText,
      settledOnTheSpot: found,
      ...filed,
    }
    return bench.ask({ method: 'POST', path: '/complaints', body, as: 'frontDesk' })
  }
  expect(await settle({ channel: 'email' })).toMatchObject({
    status: 422,
    body: { type: 'urn:tutelage:problem:notVerbal' },
  })
  expect(await settle({ severity: 'major' })).toMatchObject({ status: 422 })
  expect(await settle({ settledOnTheSpot: { ...found, responsibleStaffIds: [] } })).toMatchObject({ status: 400 })
  expect(bench.events()).toEqual([])
})

test('F2: marketing receives what is normal, the principal the line of what is major', async () => {
  const bench = await complaintBench()
  await bench.file()
  await bench.file({ severity: 'major' })
  expect(bench.eventsOf(complaintRouted).map(({ data }) => data.desk)).toEqual(['marketing', 'principalLine'])
})

test('F2: complaints are listed by state and desk, page by page', async () => {
  const bench = await complaintBench()
  const first = await bench.file()
  const second = await bench.file()
  const major = await bench.file({ severity: 'major' })
  const list = async (query: string) => {
    const { body } = await bench.ask({ method: 'GET', path: `/complaints?${query}`, as: 'consultant' })
    return {
      ids: body.items.map((item: { complaint: { complaintId: string } }) => item.complaint.complaintId),
      ...body,
    }
  }
  expect((await list('desk=marketing')).ids).toEqual([first, second])
  expect((await list('desk=principalLine')).ids).toEqual([major])
  expect((await list('state=resolved')).ids).toEqual([])
  const page = await list('limit=2')
  expect(page.ids).toEqual([first, second])
  expect((await list(`limit=2&cursor=${encodeURIComponent(page.nextCursor)}`)).ids).toEqual([major])
})

test('Least privilege: the words of a complaint are shown to who answers for it, and to nobody else', async () => {
  const bench = await complaintBench()
  const normal = await bench.file()
  const major = await bench.file({ severity: 'major' })
  const words = async (complaintId: string, as: 'consultant' | 'frontDesk' | 'principal' | 'learningManager') =>
    (await bench.get(complaintId, as)).body.statements?.map(({ text }: { text: string }) => text)
  expect(await words(normal, 'consultant')).toEqual([spokenText])
  expect(await words(normal, 'learningManager')).toEqual([spokenText])
  expect(await words(normal, 'frontDesk')).toBeUndefined()
  expect(await words(major, 'principal')).toEqual([spokenText])
  expect(await words(major, 'consultant')).toBeUndefined()
  expect(await bench.get(normal, 'teacher')).toMatchObject({ status: 403 })
})

test('Provenance: the words stand in a person item with when, how and by whom they came, and in no event', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  const { body } = await bench.get(complaintId)
  expect(body.statements[0]).toEqual({
    statement: 1,
    about: 'complaint',
    text: spokenText,
    channel: 'phone',
    saidAt: bench.clock.now(),
    collectedBy: { kind: 'frontDesk', id: 'stf_demo-frontDesk' },
  })
  expect(JSON.stringify(bench.events())).not.toContain(spokenText)
  const holders = bench.table.all().filter((item) => JSON.stringify(item).includes('13800000000'))
  expect(holders.map(({ sk }) => sk)).toEqual(['PERSON#00000001'])
})
