import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { packedTexts } from './packed-texts.ts'

test('packed texts come out as they went in, however many and long', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '学', '𠮷', ' '), maxLength: 200 })
  fc.assert(
    fc.property(fc.array(text, { maxLength: 2_000, size: 'max' }), (added) => {
      const texts = packedTexts()
      // One alone that is longer than all the room there is at first.
      if (added.length % 2 === 1) added.push('学'.repeat(30_000))
      for (const each of added) texts.add(each)
      expect(added.map((_, at) => texts.at(at))).toEqual(added)
      expect(texts.at(added.length)).toBeUndefined()
    }),
    { numRuns: 20 },
  )
})
