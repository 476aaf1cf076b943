import { randomUUID } from 'node:crypto'
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'
import { z } from 'zod'
import type { TokenRule } from '../gateway/http-api.ts'
import type { CloudStore } from '../store/cloud-store.ts'
import type { DemoUser } from './demo-users.ts'

/** Signs and checks tokens in place of the user pool, with keys of its own that are kept from start to start. */
export interface LocalIssuer {
  /** An ID token as Cognito would give it. */
  token(user: DemoUser, issuer: string, audience: string, expiresInSeconds: number): Promise<string>
  /** The token's claims; undefined when it is not valid now for this rule. */
  verify(token: string, rule: TokenRule): Promise<JWTPayload | undefined>
  /** The public keys, as `jwks.json` holds them. */
  readonly jwks: { readonly keys: readonly JWK[] }
}

const algorithm = 'RS256'
const storedKey = z.looseObject({ kid: z.string() })

/** @param now the wound clock: tokens expire by it */
export async function createLocalIssuer(store: CloudStore, now: () => number): Promise<LocalIssuer> {
  const secret = await signingKey(store)
  const key = await importJWK(secret, algorithm)
  const jwks = { keys: [publicPart(secret)] }
  const keySet = createLocalJWKSet(jwks)
  return {
    jwks,
    token: (user, issuer, audience, expiresInSeconds) => {
      const seconds = Math.floor(now() / 1000)
      const names = { 'custom:role': user.role, 'custom:campuses': user.campuses, email: user.email }
      const claims = {
        ...names,
        'cognito:username': user.sub,
        token_use: 'id',
        auth_time: seconds,
        email_verified: true,
      }
      return new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, kid: `${secret.kid}` })
        .setSubject(user.sub)
        .setIssuer(issuer)
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt(Math.min(seconds, seconds + expiresInSeconds - 1))
        .setExpirationTime(seconds + expiresInSeconds)
        .sign(key)
    },
    verify: async (token, { issuer, audience }) => {
      try {
        const expected = { issuer, algorithms: [algorithm], currentDate: new Date(now()), requiredClaims: ['exp'] }
        const { payload } = await jwtVerify(token, keySet, expected)
        const audiences = [payload.aud ?? payload.client_id].flat()
        return audiences.some((one) => audience.includes(`${one}`)) ? payload : undefined
      } catch {
        return undefined
      }
    },
  }
}

async function signingKey(store: CloudStore): Promise<JWK> {
  const kept = store.setting('signingKey')
  if (kept) return storedKey.parse(JSON.parse(kept))
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const made = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: algorithm, use: 'sig' }
  store.setSetting('signingKey', JSON.stringify(made))
  return made
}

function publicPart({ kty, n, e, kid, alg, use }: JWK): JWK {
  return {
    ...(kty && { kty }),
    ...(n && { n }),
    ...(e && { e }),
    ...(kid && { kid }),
    ...(alg && { alg }),
    ...(use && { use }),
  }
}
