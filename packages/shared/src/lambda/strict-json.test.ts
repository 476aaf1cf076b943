import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxDepth, readJson } from './strict-json.ts'

test('whatever JSON.parse reads without ambiguity is read alike', () => {
  const json = fc.json({ maxDepth: 8 }).filter((text) => !/__proto__|constructor|prototype|\\ud|\\uD/.test(text))
  fc.assert(
    fc.property(json, (text) => {
      expect(readJson(text)).toEqual({ value: JSON.parse(text) })
    }),
    { numRuns: 2_000 },
  )
})

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(fc.constantFrom(...'{}[]",:\\u0a1'), { maxLength: 40 }).map((parts) => parts.join('')),
      ),
      (text) => {
        expect(Object.keys(readJson(text))).toHaveLength(1)
      },
    ),
    { numRuns: 1_000 },
  )
})

test.each([
  ['{"a":1,"a":1}', 'duplicateKey'],
  ['{"a":{"b":1,"\\u0062":2}}', 'duplicateKey'],
  ['[{"a":1},{"b":{"c":[{"d":1,"d":2}]}}]', 'duplicateKey'],
  ['{"__proto__":{"admin":true}}', 'forbiddenKey'],
  ['{"\\u005f_proto__":1}', 'forbiddenKey'],
  ['{"a":"\\udc00"}', 'malformedText'],
  [`${'['.repeat(maxDepth + 1)}${']'.repeat(maxDepth + 1)}`, 'tooDeep'],
  ['{"a":1,}', 'malformed'],
  ['', 'malformed'],
])('%s is refused as %s', (text, problem) => {
  expect(readJson(text)).toEqual({ problem })
})

test('the same key in different objects, and keys as values, are fine', () => {
  const text = '{"a":{"a":"a"},"b":[{"a":1},{"a":2}],"c":"a","d":"__proto__"}'
  expect(readJson(text)).toEqual({ value: JSON.parse(text) })
})
