/** Why a text is not accepted as JSON; where it matters, the reason is a sentence without any of the text. */
export type JsonProblem = 'malformed' | 'duplicateKey' | 'forbiddenKey' | 'tooDeep' | 'malformedText'

/** Keys by which an object could reach what all objects share. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** How deep lists and objects may nest. */
export const maxDepth = 32

/** One open list or object; `keys` of an object, and whether a string read now would be one. */
interface Open {
  readonly keys: Set<string> | undefined
  atKey: boolean
}

/** The end of the string that begins at `from`: the place of its closing quote. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at += 1
    else if (code === 0x22) return at
  }
  return text.length
}

/** A string of the text, decoded only when it must be. */
function stringAt(text: string, from: number, end: number): string {
  const plain = text.slice(from + 1, end)
  return plain.includes('\\') ? String(JSON.parse(text.slice(from, end + 1))) : plain
}

function checkString(value: string, open: Open | undefined): JsonProblem | undefined {
  if (!value.isWellFormed()) return 'malformedText'
  if (!open?.keys || !open.atKey) return undefined
  if (forbidden.has(value)) return 'forbiddenKey'
  if (open.keys.has(value)) return 'duplicateKey'
  open.keys.add(value)
  return undefined
}

/** Looks through a text that is known to be JSON for what `JSON.parse` lets pass. */
function problemIn(text: string): JsonProblem | undefined {
  const opened: Open[] = []
  for (let at = 0; at < text.length; at += 1) {
    const open = opened.at(-1)
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      const end = endOfString(text, at)
      const problem = checkString(stringAt(text, at, end), open)
      if (problem) return problem
      at = end
    } else if (code === 0x7b || code === 0x5b) {
      if (opened.length >= maxDepth) return 'tooDeep'
      opened.push(code === 0x7b ? { keys: new Set(), atKey: true } : { keys: undefined, atKey: false })
    } else if (code === 0x7d || code === 0x5d) opened.pop()
    else if (open && (code === 0x3a || code === 0x2c)) open.atKey = code === 0x2c
  }
  return undefined
}

/**
 * Reads JSON more strictly than `JSON.parse`: every reader of the same bytes must see the same thing.
 * @returns the value, or the problem: `malformed`; `duplicateKey`; `forbiddenKey`, such as `__proto__`; `tooDeep`, more than
 * `maxDepth` levels; `malformedText`, half a character
 */
export function readJson(text: string): { readonly value: unknown } | { readonly problem: JsonProblem } {
  try {
    const value: unknown = JSON.parse(text)
    const problem = problemIn(text)
    return problem ? { problem } : { value }
  } catch {
    return { problem: 'malformed' }
  }
}
