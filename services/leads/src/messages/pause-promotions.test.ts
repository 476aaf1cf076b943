import { complaintFiled, complaintReopened, complaintResolved } from '@tutelage/shared/contracts/feedback/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { idOf, inquiry, type LeadsBench, leadsBench, stranger } from '../capture/leads-bench.ts'

/** A complaint of a household, as feedback tells of it. */
function complaintOf(at: LeadsBench, householdId: string) {
  const told = { complaintId: at.ids.next('complaint'), householdId: idOf('household', householdId) }
  const resolvedAt = instant('2026-03-02T01:00:00Z')
  return {
    filed: () => at.deliver(complaintFiled, { ...told, severity: 'normal', channel: 'phone' }),
    resolved: (aggregateVersion: number) =>
      at.deliver(complaintResolved, { ...told, rootCause: 'service', resolvedAt }, { aggregateVersion }),
    reopened: (aggregateVersion: number) =>
      at.deliver(complaintReopened, { ...told, reason: 'newFacts' }, { aggregateVersion }),
  }
}

/** True when an offer to the household is held back for a complaint. */
async function isPaused(at: LeadsBench, householdId: string): Promise<boolean> {
  const messageId = at.ids.next('message')
  const message = { messageId, occasion: `offer:${messageId}`, template: 'offer', params: {} }
  const recipient = { householdId: idOf('household', householdId) }
  await at.deliver(messageRequested, { ...message, recipient, category: 'promotion', channel: 'sms' })
  const { items } = (await at.get(`/households/${householdId}/messages`)).body
  return items.find((item: { messageId: string }) => item.messageId === messageId).reason === 'complaintOpen'
}

test('F5: promotions pause while a complaint is open, in whatever order its events come', async () => {
  const at = await leadsBench()
  const { householdId } = (await at.capture()).body
  const complaint = complaintOf(at, householdId)
  await complaint.filed()
  expect(await isPaused(at, householdId)).toBe(true)
  await complaint.reopened(3)
  await complaint.resolved(2)
  expect(await isPaused(at, householdId)).toBe(true)
  await complaint.resolved(4)
  expect(await isPaused(at, householdId)).toBe(false)
})

test('F1, F5: a complaint that was settled on the spot, filed and resolved at once, pauses nothing', async () => {
  const at = await leadsBench()
  const { householdId } = (await at.capture()).body
  const [one, other] = [complaintOf(at, householdId), complaintOf(at, householdId)]
  await one.filed()
  await one.resolved(1)
  await other.resolved(1)
  await other.filed()
  expect(await isPaused(at, householdId)).toBe(false)
})

test('L3, F5: a complaint of a household that was merged, before or after, pauses the promotions of the one family', async () => {
  const at = await leadsBench()
  const survivor = (await at.capture(inquiry())).body
  const merged = (await at.capture(stranger(1))).body
  const before = complaintOf(at, merged.householdId)
  await before.filed()
  await at.post(`/leads/${survivor.leadId}/merge`, { mergedLeadId: merged.leadId })
  expect(await isPaused(at, survivor.householdId)).toBe(true)
  await before.resolved(2)
  expect(await isPaused(at, survivor.householdId)).toBe(false)
  await complaintOf(at, merged.householdId).filed()
  expect(await isPaused(at, survivor.householdId)).toBe(true)
})
