/** Matches IAM's globs: `*` is any text, `?` any one character, everything else itself. */
export function globMatcher(glob: string, ignoreCase = false): (value: string) => boolean {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]')
  const expression = new RegExp(`^${source}$`, ignoreCase ? 'iu' : 'u')
  return (value) => expression.test(value)
}

/** As a glob, but by the six parts of an ARN: a `*` does not reach over a colon, except in the last part. */
export function arnMatcher(glob: string): (value: string) => boolean {
  const parts = splitArn(glob).map((part) => globMatcher(part))
  return (value) => {
    const own = splitArn(value)
    return own.length === parts.length && parts.every((matches, at) => matches(own[at] ?? ''))
  }
}

function splitArn(arn: string): string[] {
  const parts = arn.split(':')
  return parts.length > 6 ? [...parts.slice(0, 5), parts.slice(5).join(':')] : parts
}
