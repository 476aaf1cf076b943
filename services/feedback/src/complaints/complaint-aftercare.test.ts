import { complaintFollowedUp, complaintReopened, complaintRouted } from '@tutelage/shared/contracts/feedback/events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { complaintBench, found } from '../testing/complaint-bench.ts'

const problem = (code: string) => ({ body: { type: `urn:tutelage:problem:${code}` } })

test('F5: a satisfied family lets the complaint go to the archive, not before', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  expect(await bench.post(complaintId, 'follow-ups', { satisfied: true })).toMatchObject(problem('notResolved'))
  await bench.resolve(complaintId)
  expect(await bench.post(complaintId, 'archiving')).toMatchObject(problem('notFollowedUp'))
  await bench.post(complaintId, 'follow-ups', { satisfied: true, note: '满意' }, 'consultant')
  const archived = await bench.post(complaintId, 'archiving', {}, 'consultant')
  expect(archived.body.complaint).toMatchObject({ status: 'archived', settledOnTheSpot: false })
  expect(bench.eventsOf(complaintFollowedUp)[0]?.data).toMatchObject({ complaintId, satisfied: true })
  expect(bench.eventsOf(complaintReopened)).toEqual([])
})

test('F5: a family that is not satisfied opens the complaint again, with fresh clocks and steps', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  await bench.resolve(complaintId)
  bench.clock.advance(7 * dayMs)
  const { body } = await bench.post(complaintId, 'follow-ups', { satisfied: false }, 'consultant')
  expect(body.complaint).toMatchObject({ status: 'received', round: 2, steps: [], desk: 'marketing' })
  expect(body.complaint.investigation).toBeUndefined()
  expect(bench.eventsOf(complaintReopened)[0]?.data).toMatchObject({ complaintId, reason: 'notSatisfied' })
  const routed = bench.eventsOf(complaintRouted).at(-1)
  expect(routed?.data.acknowledgeDueAt).toBe('2026-03-09T03:00:00.000Z')
  await bench.handle(complaintId)
  await bench.post(complaintId, 'resolution', { reply: '已再次处理' }, 'consultant')
  expect((await bench.get(complaintId)).body.complaint).toMatchObject({ status: 'resolved', round: 2 })
})

test('F5: new facts open a closed complaint again, and only a closed one', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file({ settledOnTheSpot: found })
  expect(await bench.post(complaintId, 'reopening', { note: '又发生了' }, 'consultant')).toMatchObject({
    status: 200,
    body: { complaint: { status: 'received', round: 2 } },
  })
  expect(bench.eventsOf(complaintReopened)[0]?.data.reason).toBe('newFacts')
  expect(await bench.post(complaintId, 'reopening', { note: '又发生了' })).toMatchObject(problem('stillOpen'))
})

test('F5: what is done to prevent it is kept with its owner, its day and its words', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  await bench.resolve(complaintId)
  const action = { action: '每月教学例会检查考勤', ownerId: 'stf_mr-li', dueOn: '2026-04-01' }
  await bench.post(complaintId, 'preventive-actions', action, 'learningManager')
  const { body } = await bench.get(complaintId)
  const [kept] = body.complaint.preventiveActions
  expect(kept).toMatchObject({ ownerId: 'stf_mr-li', dueOn: '2026-04-01', recordedBy: { kind: 'learningManager' } })
  const words = body.statements.find(({ statement }: { statement: number }) => statement === kept.statement)
  expect(words).toMatchObject({ about: 'preventiveAction', text: action.action })
})
