import { createHmac, createPublicKey, createSign, generateKeyPairSync } from 'node:crypto'
import type { TokenRule } from '@tutelage/local/gateway/http-api.ts'
import type { LocalIssuer } from '@tutelage/local/identity/local-issuer.ts'

/** Whom a token names. */
type Person = Parameters<LocalIssuer['token']>[0]

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const partsOf = (token: string): readonly [header: string, payload: string, signature: string] => {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return [header, payload, signature]
}
const read = (text: string): Record<string, unknown> => JSON.parse(Buffer.from(text, 'base64url').toString())

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

/** Tokens that look like one of a person and are none, by what is wrong with them. */
export async function forgedTokens(
  issuer: LocalIssuer,
  { issuer: from, audience }: TokenRule,
  person: Person,
): Promise<Readonly<Record<string, string>>> {
  const [ours = ''] = audience
  const right = await issuer.token(person, from, ours, 3_600)
  const [header, payload, signature] = partsOf(right)
  const signedBy = (head: object, sign: (text: string) => string): string => {
    const text = `${part({ ...read(header), ...head })}.${payload}`
    return `${text}.${sign(text)}`
  }
  const [publicKey] = issuer.jwks.keys
  if (!publicKey) throw new Error('the issuer has no key')
  const pem = createPublicKey({ key: { ...publicKey }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  return {
    none: '',
    'no token at all': 'nonsense',
    expired: await issuer.token(person, from, ours, -1),
    'of another issuer': await issuer.token(person, `${from}/elsewhere`, ours, 3_600),
    'for another audience': await issuer.token(person, from, 'another-app', 3_600),
    'signed by a stranger': signedBy({}, (text) => createSign('RSA-SHA256').update(text).sign(stranger, 'base64url')),
    'altered after signing': `${header}.${part({ ...read(payload), sub: 'stf_mallory', 'custom:role': 'principal' })}.${signature}`,
    'without a signature': `${header}.${payload}.`,
    'alg none': signedBy({ alg: 'none' }, () => ''),
    'HMAC under the public key': signedBy({ alg: 'HS256' }, (text) =>
      createHmac('sha256', pem).update(text).digest('base64url'),
    ),
  }
}
