import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { services } from '../services.ts'
import { guards } from './guards.ts'

const root = join(import.meta.dirname, '..', '..')

/** A line of the sources that refuses because of who asks. */
export interface FoundGuard {
  readonly file: string
  readonly line: number
  readonly text: string
  /** Whether `guards.ts` says how it would be forgotten. */
  readonly isListed: boolean
}

const contracts = services.flatMap((service) => service.routes.map(({ contract }) => contract))

/** The refusals that some contract answers with 403. */
export const forbiddenCodes: readonly string[] = [
  ...new Set(
    contracts.flatMap(({ refusals }) =>
      Object.entries(refusals).flatMap(([code, status]) => (status === 403 ? [code] : [])),
    ),
  ),
]

/** A refusal with such a code, a question whether it is another's that is asked (not where it is defined), or a 403 itself. */
const guardLike = new RegExp(
  [
    `refuse\\(\\s*'(?:${forbiddenCodes.join('|')})'`,
    '(?<!function )\\bisOthers\\w+\\(',
    'ProblemError\\(\\s*403\\b',
  ].join('|'),
  'g',
)

/** The places of a source that a guard of the list takes out. */
const listedIn = (file: string, source: string): readonly (readonly [from: number, to: number])[] =>
  guards
    .filter((guard) => guard.file === file)
    .map(({ text }) => [source.indexOf(text), source.indexOf(text) + text.length] as const)

/** The guards of one source. */
function guardsIn(file: string): readonly FoundGuard[] {
  const source = readFileSync(join(root, file), 'utf8')
  const listed = listedIn(file, source)
  return [...source.matchAll(guardLike)].map(({ index }) => ({
    file,
    line: source.slice(0, index).split('\n').length,
    text:
      source
        .slice(source.lastIndexOf('\n', index) + 1)
        .split('\n', 1)[0]
        ?.trim() ?? '',
    isListed: listed.some(([from, to]) => from <= index && index < to),
  }))
}

const isProduct = (file: string): boolean => !file.endsWith('.test.ts') && !file.includes('/testing/')

/** Every guard in the code of the services and in what they share, found by its words. */
export const findGuards = (): readonly FoundGuard[] =>
  globSync(['services/*/src/**/*.ts', 'packages/shared/src/**/*.ts'], { cwd: root })
    .filter(isProduct)
    .sort()
    .flatMap(guardsIn)
