import type { AccessRequest, Statement } from './policy-document.ts'

export type AccessDecision = 'allowed' | 'explicitlyDenied' | 'notAllowed'

/**
 * Decides within one account, as IAM documents it: a deny anywhere wins, else an allow in the identity's policies or in
 * the resource's policy is enough, else no.
 */
export function evaluateAccess(
  request: AccessRequest,
  policies: { readonly identity: readonly Statement[]; readonly resource: readonly Statement[] },
): AccessDecision {
  const applying = [...policies.identity, ...policies.resource].filter((statement) => statement.applies(request))
  if (applying.some(({ effect }) => effect === 'Deny')) return 'explicitlyDenied'
  return applying.length > 0 ? 'allowed' : 'notAllowed'
}
