import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idFromDigest, isId, makeIdSource } from './ids.ts'
import { instantFromEpochMs } from './instant.ts'

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A number written in Crockford's base 32 by the definition. */
function written(value: bigint, length: number): string {
  const digits = [...value.toString(32)].map((digit) => crockford[Number.parseInt(digit, 32)])
  return digits.join('').padStart(length, '0')
}

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const numberOf = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

test('an id of the clock and of chance is a ULID: the milliseconds, then the random bytes', () => {
  fc.assert(
    fc.property(fc.nat({ max: 253_402_300_799_999 }), bytesOf(10), (ms, chance) => {
      const ids = makeIdSource({ now: () => instantFromEpochMs(ms) }, (bytes) => bytes.set(chance))
      const id = ids.next('lesson')
      expect(id).toBe(`les_${written(BigInt(ms), 10)}${written(numberOf(chance), 16)}`)
      expect(isId('lesson', id)).toBe(true)
    }),
  )
})

test('an id of a digest is its first sixteen bytes', () => {
  fc.assert(
    fc.property(bytesOf(32), (digest) => {
      const id = idFromDigest('event', digest)
      expect(id).toBe(`evt_${written(numberOf(digest.subarray(0, 16)), 26)}`)
      expect(isId('event', id)).toBe(true)
    }),
  )
})
