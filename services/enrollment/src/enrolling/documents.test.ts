import { expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

const sha256 = 'a'.repeat(64)

test('E3: documents are recorded with their provenance, and what the campus asks for is missing until then', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const { enrollmentId } = await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  await at.put('/policies/documents', { required: ['agreement', 'idCopy'] })
  const path = `/enrollments/${enrollmentId}/documents`
  expect((await at.get(path)).body).toEqual({ items: [], missing: ['agreement', 'idCopy'] })
  const agreement = { kind: 'agreement', reference: 's3://papers/1', sha256, channel: 'walkIn' }
  const { status, body } = await at.post(path, agreement, { as: 'frontDesk' })
  expect([status, body.receivedBy.kind, body.receivedAt]).toEqual([201, 'frontDesk', at.clock.now()])
  const future = await at.post(path, { ...agreement, receivedAt: '2026-03-03T00:00:00Z' })
  expect(future).toMatchObject({ status: 422, body: { type: problem('receivedInFuture') } })
  expect((await at.post(path, { ...agreement, sha256: 'short' })).status).toBe(400)
  expect((await at.get(path)).body).toEqual({ items: [body], missing: ['idCopy'] })
  expect((await at.balance(enrollmentId)).money.priceMinor).toBe(400_000)
})
