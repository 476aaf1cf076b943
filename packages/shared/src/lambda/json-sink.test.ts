import { expect, test } from 'vitest'
import { jsonSink } from './json-sink.ts'

function setUp(level: 'INFO' | 'ERROR') {
  const lines: unknown[] = []
  const sink = jsonSink({ service: 'leads', level, write: (line) => lines.push(JSON.parse(line)) })
  return { lines, sink }
}

test('a fact is one line of JSON with its level, its service and its fields', () => {
  const { lines, sink } = setUp('INFO')
  sink.warn('slow', { ms: 7 })
  expect(lines).toEqual([{ level: 'WARN', message: 'slow', timestamp: expect.any(String), service: 'leads', ms: 7 }])
})

test('lines below the level are left out', () => {
  const { lines, sink } = setUp('ERROR')
  sink.info('seen', {})
  sink.warn('slow', {})
  sink.error('failed', { status: 500 })
  expect(lines).toMatchObject([{ level: 'ERROR', status: 500 }])
})
