import { contactPreferenceChanged } from '@tutelage/shared/contracts/leads/events.ts'
import { expect, test } from 'vitest'
import { idOf, leadsBench } from '../capture/leads-bench.ts'
import { findRecipient } from './find-recipient.ts'
import { refuseCategory } from './set-preferences.ts'

async function oneHousehold() {
  const at = await leadsBench()
  const { householdId } = (await at.capture()).body
  const path = `/households/${householdId}/preferences`
  return { at, householdId: idOf('household', householdId), path }
}
const quiet = { language: 'en', refusedChannels: ['phone', 'phone'], refusedCategories: ['promotion'] }

test('L12: a household refuses nothing until it says so, and reads the language of its campus', async () => {
  const { at, path } = await oneHousehold()
  expect((await at.get(path)).body).toMatchObject({
    preferences: { language: 'zh-CN', refusedChannels: [], refusedCategories: [] },
    version: 0,
  })
})

test('L12: what a household refuses is honoured at once, and every service is told', async () => {
  const { at, householdId, path } = await oneHousehold()
  const { status, body, headers } = await at.put(path, quiet)
  const preferences = { language: 'en', refusedChannels: ['phone'], refusedCategories: ['promotion'] }
  expect({ status, body }).toEqual({ status: 200, body: { householdId, preferences, version: 1 } })
  expect(headers.etag).toBe('"1"')
  expect(await findRecipient(at.context(), { householdId })).toMatchObject({
    language: 'en',
    preferences,
    preferencesVersion: 1,
  })
  expect(at.eventsOf(contactPreferenceChanged).map(({ data }) => data)).toEqual([{ householdId, ...preferences }])
})

test('L12: a change needs the version that was seen, and receipts cannot be refused', async () => {
  const { at, path } = await oneHousehold()
  await at.put(path, quiet)
  expect((await at.put(path, quiet)).status).toBe(428)
  expect((await at.put(path, quiet, 3)).status).toBe(412)
  expect((await at.put(path, quiet, 1)).body.version).toBe(2)
  expect((await at.put(path, { ...quiet, refusedCategories: ['receipt'] }, 2)).status).toBe(400)
})

test('Provenance: the audit tells who changed the preferences, when, from what to what', async () => {
  const { at, path } = await oneHousehold()
  await at.put(path, quiet)
  at.clock.advance(60_000)
  await at.put(path, { ...quiet, refusedCategories: [] }, 1)
  expect((await at.get(`${path}/changes`)).body.items).toMatchObject([
    {
      version: 2,
      changedAt: at.clock.now(),
      before: { refusedCategories: ['promotion'] },
      after: { refusedCategories: [] },
    },
    { version: 1, changedBy: { kind: 'campusManager', id: 'stf_demo-campusManager' }, before: { refusedChannels: [] } },
  ])
})

test('L12: one category is refused by a link, once, and the other preferences stay', async () => {
  const { at, householdId } = await oneHousehold()
  await at.put(`/households/${householdId}/preferences`, quiet)
  const refuse = () => refuseCategory(at.context(), { householdId, category: 'care', answer: 'done' })
  expect([await refuse(), await refuse()]).toEqual(['done', 'done'])
  expect(await findRecipient(at.context(), { householdId })).toMatchObject({
    preferences: { refusedChannels: ['phone'], refusedCategories: ['promotion', 'care'] },
    preferencesVersion: 2,
  })
})

test('Least privilege: a household of no campus of the caller is not there', async () => {
  const { at, householdId } = await oneHousehold()
  expect((await at.get('/households/hsh_01HZZZZZZZZZZZZZZZZZZZZZZZ/preferences')).status).toBe(404)
  expect(await findRecipient(at.context({ campusId: 'cam_other' }), { householdId })).toBeUndefined()
  const other = at.context({ campusId: 'cam_other' })
  await expect(refuseCategory(other, { householdId, category: 'care', answer: 'x' })).rejects.toThrow(
    'no such household',
  )
})
