import { expect, test } from 'vitest'
import { boundLog, makeLog } from './logger.ts'

function setUp() {
  const lines: unknown[] = []
  const keep = (message: string, fields: Record<string, unknown>) => lines.push({ message, ...fields })
  return { lines, log: makeLog({ info: keep, warn: keep, error: keep }) }
}

test('only named fields get into a log line, and only figures and short texts', () => {
  const { lines, log } = setUp()
  log.info('seen', { leadName: 'CANARY', phone: 'CANARY', code: { inner: 'CANARY' }, status: 404, count: 2 })
  log.info('long', { code: 'x'.repeat(201) })
  expect(lines).toEqual([{ message: 'seen', status: 404, count: 2 }, { message: 'long' }])
})

test('of an error only its name and its places get into a log line', () => {
  const { lines, log } = setUp()
  log.error('failed', { error: new TypeError('CANARY is no phone') })
  log.error('odd', { error: 'CANARY' })
  expect(JSON.stringify(lines)).not.toContain('CANARY')
  expect(lines).toMatchObject([{ errorName: 'TypeError' }, { errorName: 'string' }])
})

test('fields bound to a log stand on every line of it', () => {
  const { lines, log } = setUp()
  boundLog(boundLog(log, { correlationId: 'c' }), { route: 'r' }).warn('slow', { ms: 7 })
  expect(lines).toEqual([{ message: 'slow', correlationId: 'c', route: 'r', ms: 7 }])
})
