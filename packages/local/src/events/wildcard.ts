import { UnsupportedPattern } from './unsupported-pattern.ts'

/**
 * A bus pattern's wildcard: `*` stands for any characters, `\*` and `\\` for themselves.
 * @throws UnsupportedPattern on `**` and on any other escape, as the bus refuses them
 */
export function compileWildcard(pattern: string): (value: string) => boolean {
  if (/(?<!\\)\*\*/.test(pattern)) throw new UnsupportedPattern(`consecutive wildcards: "${pattern}"`)
  let source = ''
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at)
    if (char === '*') source += '[^]*'
    else if (char === '\\') {
      at += 1
      if (!'*\\'.includes(pattern.charAt(at)) || at === pattern.length) {
        throw new UnsupportedPattern(`unknown escape in wildcard: "${pattern}"`)
      }
      source += `\\${pattern.charAt(at)}`
    } else source += char.replace(/[.+?^${}()|[\]/]/, '\\$&')
  }
  const expression = new RegExp(`^${source}$`, 'u')
  return (value) => expression.test(value)
}
