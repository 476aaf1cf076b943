import { expect, test } from 'vitest'
import { leadsBench } from '../capture/leads-bench.ts'

const member = { name: 'Wei', email: 'wei@school.test', roles: ['learningManager', 'teacher'] }

test('a member of staff is registered, read, listed and changed by who saw the last change', async () => {
  const at = await leadsBench()
  await at.manager()
  expect((await at.put('/staff/stf_wei', member)).body).toEqual({
    staffId: 'stf_wei',
    language: 'zh-CN',
    version: 1,
    ...member,
  })
  expect((await at.put('/staff/stf_wei', member)).status).toBe(428)
  expect((await at.put('/staff/stf_wei', { ...member, language: 'en' }, 1)).body).toMatchObject({
    language: 'en',
    version: 2,
  })
  expect((await at.get('/staff/stf_wei')).body).toMatchObject({ name: 'Wei', version: 2 })
  expect((await at.get('/staff')).body.items).toMatchObject([{ staffId: 'stf_boss' }, { staffId: 'stf_wei' }])
  expect((await at.get('/staff/stf_nobody')).status).toBe(404)
})

test('Least privilege: only managers see where the mail of staff goes', async () => {
  const at = await leadsBench()
  await at.put('/staff/stf_wei', member)
  expect((await at.get('/staff/stf_wei', 'consultant')).status).toBe(403)
  expect((await at.get('/staff', 'frontDesk')).status).toBe(403)
})
