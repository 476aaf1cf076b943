import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Guard, guards } from './guards.ts'

const root = join(import.meta.dirname, '..', '..')
const urlOf = ({ file }: Guard): string => pathToFileURL(join(root, file)).href

/** @throws Error when the guard is not where it was: say then where it is, or that there is none any more */
function checkThere({ guard, file, text }: Guard): void {
  if (readFileSync(join(root, file), 'utf8').split(text).length !== 2) throw new Error(`${guard}: not once in ${file}`)
}

/** From now on these files are loaded without their guards. */
function removeFromCode(removed: readonly Guard[]): void {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      const here = removed.filter((guard) => urlOf(guard) === url)
      if (here.length === 0) return loaded
      const source = here.reduce((code, { text, without }) => code.replace(text, without), String(loaded.source))
      return { ...loaded, source }
    },
  })
}

/** Measures the rows of guards that are gone. @returns the guards that nobody missed */
async function unmissed(removed: readonly Guard[]): Promise<readonly string[]> {
  removeFromCode(removed)
  const { readExpected, textOf, titleOf } = await import('./expected.ts')
  const { measure, setScene } = await import('./measure.ts')
  const { situations } = await import('./situations.ts')
  const expected = await readExpected()
  const isMissed = async (title: string): Promise<boolean> => {
    const situation = situations.find((one) => titleOf(one) === title)
    if (!situation) throw new Error(`no row ${title}`)
    return textOf(await measure(await setScene(situation.operation))) !== expected.get(title)
  }
  const missed = await Promise.all(
    removed.map(async (one) => ({ one, rows: await Promise.all(one.rows.map(isMissed)) })),
  )
  return missed.filter(({ rows }) => !rows.includes(true)).map(({ one }) => one.guard)
}

/** Rows of any service run through this code: a guard in it is removed alone. */
const isShared = ({ file }: Guard): boolean => file.startsWith('packages/shared/')

/** Whether one could be missed where the other is: in its row, or in the routes of its file. */
const meets = (one: Guard, other: Guard): boolean =>
  isShared(one) || isShared(other) || one.file === other.file || one.rows.some((row) => other.rows.includes(row))

/** Guards that do not meet can be gone at once, and are missed each by its own. */
export function apart(all: readonly Guard[]): readonly (readonly Guard[])[] {
  const batches: Guard[][] = []
  for (const guard of all) {
    const batch = batches.find((others) => !others.some((other) => meets(other, guard)))
    if (batch) batch.push(guard)
    else batches.push([guard])
  }
  return batches
}

/** Removes each guard from the code, in processes of their own. @returns those that no row of the matrix missed */
export function removeEach(): readonly string[] {
  for (const guard of guards) checkThere(guard)
  return apart(guards).flatMap((batch) => {
    const numbers = batch.map((one) => guards.indexOf(one)).join()
    const child = spawnSync(process.execPath, [import.meta.filename, numbers], { encoding: 'utf8' })
    if (child.status !== 0) throw new Error(child.stderr)
    return child.stdout.split('\n').filter(Boolean)
  })
}

async function main(numbers: string | undefined): Promise<void> {
  if (numbers !== undefined) {
    const removed = numbers.split(',').flatMap((at) => guards[Number(at)] ?? [])
    process.stdout.write((await unmissed(removed)).join('\n'))
    return
  }
  const left = removeEach()
  process.stdout.write(`${guards.length} guards removed, ${left.length} of them not missed\n${left.join('\n')}`)
  if (left.length > 0) process.exitCode = 1
}

if (import.meta.main) await main(process.argv[2])
