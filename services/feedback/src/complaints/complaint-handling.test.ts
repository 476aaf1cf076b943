import { complaintResolved, complaintRouted } from '@tutelage/shared/contracts/feedback/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { expect, test } from 'vitest'
import { complaintBench, found } from '../testing/complaint-bench.ts'

test('F2: marketing hands over, teaching resolves and reports back, marketing answers the parent', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  await bench.handle(complaintId)
  expect(bench.eventsOf(complaintRouted).map(({ data }) => data.desk)).toEqual(['marketing', 'teaching', 'marketing'])
  const resolved = await bench.post(complaintId, 'resolution', { reply: '已更换老师' }, 'consultant')
  expect(resolved.body.complaint).toMatchObject({
    status: 'resolved',
    investigation: { rootCause: 'teacher', recordedBy: { kind: 'learningManager' } },
    resolvedBy: { kind: 'consultant' },
  })
  expect(bench.eventsOf(complaintResolved)[0]?.data).toMatchObject({ complaintId, rootCause: 'teacher' })
  expect(bench.eventsOf(messageRequested).at(-1)?.data).toMatchObject({ template: 'complaintAnswered' })
})

test('F2: each desk does its own work only', async () => {
  const bench = await complaintBench()
  const normal = await bench.file()
  const major = await bench.file({ severity: 'major' })
  expect(await bench.post(normal, 'investigation', found, 'learningManager')).toMatchObject({ status: 409 })
  await bench.post(normal, 'hand-over', {}, 'consultant')
  expect(await bench.post(normal, 'hand-over', {}, 'consultant')).toMatchObject({ status: 409 })
  expect(await bench.post(normal, 'steps', { step: 'listen' }, 'consultant')).toMatchObject({
    status: 403,
    body: { details: { desk: 'teaching' } },
  })
  expect(await bench.post(normal, 'steps', { step: 'listen' }, 'learningManager')).toMatchObject({ status: 200 })
  expect(await bench.post(normal, 'resolution', { reply: '好' }, 'consultant')).toMatchObject({ status: 409 })
  expect(await bench.post(major, 'acknowledgement', {}, 'consultant')).toMatchObject({ status: 403 })
  expect(await bench.post(major, 'hand-over', {}, 'principal')).toMatchObject({
    status: 409,
    body: { type: 'urn:tutelage:problem:majorStaysWithPrincipal' },
  })
})

test('F2: the principal investigates and answers what is major', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file({ severity: 'major' })
  await bench.post(complaintId, 'acknowledgement', {}, 'principal')
  for (const step of ['listen', 'record', 'restate', 'apologise', 'ownResult']) {
    await bench.post(complaintId, 'steps', { step }, 'principal')
  }
  await bench.post(complaintId, 'investigation', found, 'principal')
  const resolved = await bench.post(complaintId, 'resolution', { reply: '校长致歉' }, 'principal')
  expect(resolved.body.complaint.status).toBe('resolved')
})

test('F4: nothing is resolved before all is done, and what is missing is named', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  await bench.post(complaintId, 'steps', { step: 'listen' }, 'consultant')
  const missing = async (body: object) => {
    const reply = await bench.post(complaintId, 'resolution', body, 'consultant')
    return reply.status === 422 ? reply.body.details.missing : reply.status
  }
  const steps = ['record', 'restate', 'apologise', 'ownResult']
  expect(await missing({})).toEqual(['acknowledgement', ...steps, 'rootCause', 'responsible', 'solution', 'reply'])
  await bench.handle(complaintId)
  expect(await missing({})).toEqual(['reply'])
  expect(await missing({ reply: '已更换老师' })).toBe(200)
})

test('F4: each step is kept with who and when, once', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  const done = await bench.post(complaintId, 'steps', { step: 'listen', note: '家长很着急' }, 'consultant')
  expect(done.body.complaint.steps).toEqual([
    { step: 'listen', doneAt: bench.clock.now(), doneBy: { kind: 'consultant', id: 'stf_demo-consultant' } },
  ])
  expect(await bench.post(complaintId, 'steps', { step: 'listen' }, 'consultant')).toMatchObject({
    status: 409,
    body: { type: 'urn:tutelage:problem:stepDone' },
  })
})

test('F3: nobody waits for a family that heard nothing, and nobody resumes what runs', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  const pause = () => bench.post(complaintId, 'pause', { reason: 'waitingForFamily' }, 'consultant')
  expect(await pause()).toMatchObject({ status: 409, body: { type: 'urn:tutelage:problem:notAcknowledged' } })
  expect(await bench.post(complaintId, 'updates', { note: '在查' })).toMatchObject({ status: 409 })
  await bench.post(complaintId, 'acknowledgement')
  expect(await bench.post(complaintId, 'acknowledgement')).toMatchObject({ status: 409 })
  expect(await bench.post(complaintId, 'resumption')).toMatchObject({ status: 409 })
  expect(await pause()).toMatchObject({ status: 200 })
  expect(await pause()).toMatchObject({ status: 409, body: { type: 'urn:tutelage:problem:alreadyPaused' } })
  expect(await bench.post(complaintId, 'resumption')).toMatchObject({ status: 200 })
})

test('F5: every change stands in the history with who did it', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  await bench.resolve(complaintId)
  const { body } = await bench.get(complaintId)
  expect(body.history.map(({ deeds }: { deeds: string[] }) => deeds.join())).toEqual([
    'filed',
    'acknowledged',
    ...Array<string>(5).fill('stepDone'),
    'handedOver',
    'investigated',
    'resolved',
  ])
  expect(body.history.at(-1)).toMatchObject({ version: body.version, doneBy: { kind: 'consultant' } })
})

test('Two who change a complaint at once both succeed, one after the other', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  const steps = ['listen', 'record', 'restate']
  const replies = await Promise.all(steps.map((step) => bench.post(complaintId, 'steps', { step }, 'consultant')))
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
  expect((await bench.get(complaintId)).body.complaint.steps).toHaveLength(3)
})

test('A complaint of another campus, or none, is not found', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  const as = { role: 'principal', campuses: 'cam_demo-west' }
  expect(await bench.ask({ method: 'GET', path: `/complaints/${complaintId}`, as })).toMatchObject({ status: 404 })
  expect(await bench.get('cmp_00000000000000000000009999')).toMatchObject({ status: 404 })
})
