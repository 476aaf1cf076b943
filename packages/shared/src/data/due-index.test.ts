import { expect, test } from 'vitest'
import { addMs, minuteMs } from '../kernel/instant.ts'
import { testBench } from '../testing/test-context.ts'
import { dueAttributes, duePages, readDue } from './due-index.ts'
import { campusIdOf, campusKey } from './keys.ts'
import type { Write } from './table.ts'

const bench = () => testBench({ service: 'leads', now: '2026-03-02T01:00:00Z' })

function followUp(at: ReturnType<typeof bench>, name: string, inMinutes: number, campusId = 'cam_demo-east'): Write {
  const { campus, now } = at.context({ campusId })
  const key = campusKey(campus, `FOLLOWUP#${name}`, 'FOLLOWUP')
  const due = dueAttributes(campus, { job: 'escalate', at: addMs(now, inMinutes * minuteMs), key })
  return { op: 'put', item: { ...key, entity: 'followUp', version: 1, ...due }, when: 'absent' }
}

const namesDue = async (at: ReturnType<typeof bench>) =>
  (await readDue(at.table, 'escalate', at.clock.now())).map(({ pk }) => pk.split('#').at(-1))

test('what is due is answered across campuses, the longest due first, from its very moment on', async () => {
  const at = bench()
  const campuses = ['cam_demo-east', 'cam_demo-west', 'cam_demo-north', 'cam_demo-south']
  await at.table.transact(campuses.map((campusId, index) => followUp(at, `f${index}`, 9 - index, campusId)))
  expect(await namesDue(at)).toEqual([])
  at.clock.advance(8 * minuteMs)
  expect(await namesDue(at)).toEqual(['f3', 'f2', 'f1'])
})

test('what is due comes page by page until nothing is left, whether the pages before were done or not', async () => {
  const at = bench()
  await at.table.transact(Array.from({ length: 5 }, (_, index) => followUp(at, `f${index}`, -index)))
  const pages = duePages(at.table, { job: 'escalate', now: at.clock.now(), pageItems: 2 })
  const names = (await Array.fromAsync(pages)).map((page) => page.map(({ pk }) => pk.split('#').at(-1)))
  expect(names).toEqual([['f4', 'f3'], ['f2', 'f1'], ['f0']])
})

test('an item put again without the attributes waits no more', async () => {
  const at = bench()
  const write = followUp(at, 'f1', 0)
  await at.table.transact([write])
  expect(await namesDue(at)).toEqual(['f1'])
  const { pk, sk } = write.op === 'put' ? write.item : write.key
  await at.table.transact([{ op: 'put', item: { pk, sk, entity: 'followUp', version: 2 }, when: { version: 1 } }])
  expect(await namesDue(at)).toEqual([])
})

test('each job sees only what is due for it', async () => {
  const at = bench()
  await at.table.transact([followUp(at, 'f1', 0)])
  expect(await readDue(at.table, 'remind', at.clock.now())).toEqual([])
})

test('the campus of something due is read from its key', async () => {
  const at = bench()
  await at.table.transact([followUp(at, 'f1', 0, 'cam_demo-west')])
  const [due] = await readDue(at.table, 'escalate', at.clock.now())
  expect(due && campusIdOf(due)).toBe('cam_demo-west')
  expect(campusIdOf({ pk: 'CH#TIERS' })).toBeUndefined()
})
