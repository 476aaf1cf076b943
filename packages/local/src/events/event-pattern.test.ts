import { describe, expect, test } from 'vitest'
import { compilePattern } from './event-pattern.ts'
import { UnsupportedPattern } from './unsupported-pattern.ts'

const fits = (pattern: unknown, event: unknown): boolean => compilePattern(pattern)(event)

/** The event that the user guide's chapter on event patterns starts with. */
const instanceStopped = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
  detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated' },
}

describe('documented examples', () => {
  test('fields are joined by and, what the pattern does not name may be anything', () => {
    const pattern = {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state: ['terminated'] },
    }
    expect(fits(pattern, instanceStopped)).toBe(true)
    expect(fits({ ...pattern, detail: { state: ['running'] } }, instanceStopped)).toBe(false)
  })

  test.each([
    ['prefix', { time: [{ prefix: '2017-12-22' }] }, true],
    ['prefix that is not there', { time: [{ prefix: '2017-10-02' }] }, false],
    ['prefix ignoring case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, true],
    ['suffix', { 'detail-type': [{ suffix: 'Notification' }] }, true],
    ['suffix ignoring case', { 'detail-type': [{ suffix: { 'equals-ignore-case': 'notification' } }] }, true],
    ['equals ignoring case', { source: [{ 'equals-ignore-case': 'AWS.EC2' }] }, true],
    ['one of several', { detail: { state: ['pending', 'terminated'] } }, true],
    ['array of the event', { resources: [{ suffix: 'i-1234567890abcdef0' }] }, true],
  ])('%s', (_, pattern, expected) => {
    expect(fits(pattern, instanceStopped)).toBe(expected)
  })

  test.each([
    [{ 'anything-but': 'initializing' }, 'running', true],
    [{ 'anything-but': 'initializing' }, 'initializing', false],
    [{ 'anything-but': 123 }, 456, true],
    [{ 'anything-but': ['stopped', 'overloaded'] }, 'overloaded', false],
    [{ 'anything-but': ['stopped', 'overloaded'] }, 'running', true],
    [{ 'anything-but': [100, 200, 300] }, 200, false],
    [{ 'anything-but': { 'equals-ignore-case': 'initializing' } }, 'INITIALIZING', false],
    [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }, 'running', true],
    [{ 'anything-but': { prefix: 'init' } }, 'initializing', false],
    [{ 'anything-but': { prefix: ['init', 'error'] } }, 'running', true],
    [{ 'anything-but': { suffix: '.txt' } }, 'notes.txt', false],
    [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }, 'notes.doc', true],
    [{ 'anything-but': { wildcard: '*/lib/*' } }, '/usr/lib/x', false],
    [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }, '/usr/share/x', true],
  ])('anything-but %j of %j is %s', (condition, value, expected) => {
    expect(fits({ detail: { state: [condition] } }, { detail: { state: value } })).toBe(expected)
  })

  test('anything-but wants the field to be there', () => {
    expect(fits({ state: [{ 'anything-but': 'x' }] }, {})).toBe(false)
  })

  test('numeric, prefix and anything-but together', () => {
    const pattern = {
      detail: {
        'c-count': [{ numeric: ['>', 0, '<=', 5] }],
        'd-count': [{ numeric: ['<', 10] }],
        'x-limit': [{ numeric: ['=', 3.018e2] }],
      },
    }
    expect(fits(pattern, { detail: { 'c-count': 5, 'd-count': 9, 'x-limit': 301.8 } })).toBe(true)
    expect(fits(pattern, { detail: { 'c-count': 0, 'd-count': 9, 'x-limit': 301.8 } })).toBe(false)
    expect(fits(pattern, { detail: { 'c-count': '5', 'd-count': 9, 'x-limit': 301.8 } })).toBe(false)
  })

  test('addresses in a range', () => {
    const pattern = { detail: { sourceIPAddress: [{ cidr: '10.0.0.0/24' }] } }
    expect(fits(pattern, { detail: { sourceIPAddress: '10.0.0.255' } })).toBe(true)
    expect(fits(pattern, { detail: { sourceIPAddress: '10.0.1.0' } })).toBe(false)
    expect(fits(pattern, { detail: { sourceIPAddress: 'no address' } })).toBe(false)
    expect(fits({ ip: [{ cidr: '2001:db8::/32' }] }, { ip: '2001:db8::1' })).toBe(true)
  })

  test('a field exists only where it is a leaf', () => {
    expect(fits({ detail: { state: [{ exists: true }] } }, instanceStopped)).toBe(true)
    expect(fits({ detail: [{ exists: true }] }, instanceStopped)).toBe(false)
  })

  test('a field does not exist', () => {
    const pattern = { 'detail-type': ['x'], detail: { 'c-count': [{ exists: false }] } }
    expect(fits(pattern, { 'detail-type': 'x', detail: { other: 1 } })).toBe(true)
    expect(fits(pattern, { 'detail-type': 'x' })).toBe(true)
    expect(fits(pattern, { 'detail-type': 'x', detail: { 'c-count': null } })).toBe(false)
  })

  test('$or over several fields', () => {
    const pattern = {
      detail: {
        $or: [
          { 'c-count': [{ numeric: ['>', 0, '<=', 5] }] },
          { 'd-count': [{ numeric: ['<', 10] }] },
          { 'x-limit': [{ numeric: ['=', 3.018e2] }] },
        ],
      },
    }
    expect(fits(pattern, { detail: { 'c-count': 9, 'd-count': 8 } })).toBe(true)
    expect(fits(pattern, { detail: { 'c-count': 9, 'd-count': 10, 'x-limit': 1 } })).toBe(false)
  })

  test.each([
    ['*.png', 'dir/picture.png', true],
    ['dir/*.png', 'dir/deep/picture.png', true],
    ['dir/*.png', 'other/picture.png', false],
    ['EventBus\\*', 'EventBus*', true],
    ['EventBus\\*', 'EventBusX', false],
    ['a.c', 'abc', false],
  ])('wildcard %s on %s is %s', (wildcard, value, expected) => {
    expect(fits({ file: [{ wildcard }] }, { file: value })).toBe(expected)
  })

  test('null and the empty text are values of their own', () => {
    expect(fits({ detail: { responseElements: [null] } }, { detail: { responseElements: null } })).toBe(true)
    expect(fits({ detail: { responseElements: [null] } }, { detail: {} })).toBe(false)
    expect(fits({ detail: { eventVersion: [''] } }, { detail: { eventVersion: '' } })).toBe(true)
    expect(fits({ detail: { eventVersion: [''] } }, { detail: { eventVersion: null } })).toBe(false)
  })

  test('arrays fit when they intersect', () => {
    const pattern = { resources: ['a', 'b'] }
    expect(fits(pattern, { resources: ['c', 'b'] })).toBe(true)
    expect(fits(pattern, { resources: ['c'] })).toBe(false)
    expect(fits(pattern, { resources: [] })).toBe(false)
  })

  test('fields of an array of objects must fit in one of the objects', () => {
    const pattern = { lines: { kind: ['hours'], amount: [{ numeric: ['>', 10] }] } }
    expect(fits(pattern, { lines: [{ kind: 'hours', amount: 11 }] })).toBe(true)
    expect(
      fits(pattern, {
        lines: [
          { kind: 'hours', amount: 1 },
          { kind: 'points', amount: 11 },
        ],
      }),
    ).toBe(false)
  })

  test('absence is asked of every object of an array', () => {
    const pattern = { lines: { note: [{ exists: false }] } }
    expect(fits(pattern, { lines: [{ a: 1 }, { note: 'x' }] })).toBe(false)
    expect(fits(pattern, { lines: [{ a: 1 }, { b: 2 }] })).toBe(true)
  })
})

describe('what is not documented is refused', () => {
  test.each([
    ['an unknown operator', { a: [{ 'starts-with': 'x' }] }],
    ['two operators in one', { a: [{ prefix: 'x', suffix: 'y' }] }],
    ['a leaf that is no array', { a: 'x' }],
    ['an empty array', { a: [] }],
    ['an empty object', { a: {} }],
    ['a numeric comparison of text', { a: [{ numeric: ['>', '5'] }] }],
    ['an unknown comparison', { a: [{ numeric: ['!=', 5] }] }],
    ['a number beyond five billion', { a: [{ numeric: ['<', 5_000_000_001] }] }],
    ['exists with a text', { a: [{ exists: 'true' }] }],
    ['consecutive wildcards', { a: [{ wildcard: 'a**b' }] }],
    ['a broken address range', { a: [{ cidr: '10.0.0.0/99' }] }],
    ['$or of one', { $or: [{ a: [1] }] }],
    ['anything-but of mixed values', { a: [{ 'anything-but': ['x', 1] }] }],
    ['anything-but of a number range', { a: [{ 'anything-but': { numeric: ['>', 1] } }] }],
  ])('%s', (_, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(UnsupportedPattern)
  })

  test.each(['cidr', 'wildcard'])('%s in a Lambda filter, which does not know it', (operator) => {
    expect(() => compilePattern({ a: [{ [operator]: '10.0.0.0/8' }] }, 'lambda')).toThrow(UnsupportedPattern)
  })
})
