import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, instant } from '../kernel/instant.ts'
import { testBench } from '../testing/test-context.ts'
import { issueLink, readLink } from './signed-link.ts'

const expiresAt = instant('2026-03-09T00:00:00Z')
const grant = { purpose: 'survey', subject: 'srv_1', expiresAt }

describe('signed links', () => {
  test('a link grants what it was signed for', async () => {
    const bench = testBench({ service: 'feedback' })
    const token = await issueLink(bench.context(), grant)
    expect(await readLink(bench.context(), 'survey', token)).toEqual({ ok: true, value: grant })
  })

  test('a link ends at its moment', async () => {
    const bench = testBench({ service: 'feedback' })
    const token = await issueLink(bench.context(), grant)
    bench.clock.set(expiresAt)
    expect(await readLink(bench.context(), 'survey', token)).toMatchObject({ ok: false, code: 'linkExpired' })
  })

  test('a link of another purpose, campus or deployment is none', async () => {
    const bench = testBench({ service: 'feedback' })
    const token = await issueLink(bench.context(), grant)
    const elsewhere = bench.context({ campusId: 'cam_demo-west' })
    const stranger = testBench({ service: 'feedback', now: instant('2026-03-03T00:00:00Z') })
    await issueLink(stranger.context(), grant)
    const invalid = { ok: false, code: 'invalidLink' }
    expect(await readLink(bench.context(), 'unsubscribe', token)).toMatchObject(invalid)
    expect(await readLink(elsewhere, 'survey', token)).toMatchObject(invalid)
    expect(await readLink(stranger.context(), 'survey', token)).toMatchObject(invalid)
  })

  test('before the first link was signed, none is ours', async () => {
    const bench = testBench({ service: 'feedback' })
    expect(await readLink(bench.context(), 'survey', 'e30.e30')).toMatchObject({ ok: false, code: 'invalidLink' })
  })

  test('two first links at once are signed with one key', async () => {
    const bench = testBench({ service: 'feedback' })
    const later = { ...grant, expiresAt: instant(new Date(Date.parse(expiresAt) + dayMs).toISOString()) }
    const tokens = await Promise.all([issueLink(bench.context(), grant), issueLink(bench.context(), later)])
    for (const token of tokens) expect(await readLink(bench.context(), 'survey', token)).toMatchObject({ ok: true })
  })

  test('no altered token is taken, whatever was altered', async () => {
    const bench = testBench({ service: 'feedback' })
    const token = await issueLink(bench.context(), grant)
    const alteration = fc.record({ at: fc.nat(token.length - 1), to: fc.string({ minLength: 1, maxLength: 3 }) })
    await fc.assert(
      fc.asyncProperty(fc.oneof(alteration, fc.string()), async (change) => {
        const altered =
          typeof change === 'string' ? change : token.slice(0, change.at) + change.to + token.slice(change.at + 1)
        fc.pre(!sameBytes(altered, token))
        expect(await readLink(bench.context(), 'survey', altered)).toMatchObject({ ok: false, code: 'invalidLink' })
      }),
    )
  })
})

/** Base64url ignores what is no letter of it and the last letter's spare bits: such a token is the same one. */
function sameBytes(a: string, b: string): boolean {
  const [payloadA = '', signatureA = ''] = a.split('.')
  const [payloadB = '', signatureB = ''] = b.split('.')
  return payloadA === payloadB && Buffer.from(signatureA, 'base64url').equals(Buffer.from(signatureB, 'base64url'))
}
