import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import { so } from './teller.ts'
import type { World } from './world.ts'

const factsSchema = z.array(
  z.object({ as: z.string(), path: z.string(), what: z.string(), pointer: z.array(z.string()), value: z.unknown() }),
)
type Fact = z.output<typeof factsSchema>[number]

function valueAt(body: unknown, pointer: readonly string[]): unknown {
  return pointer.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined,
    body,
  )
}

/**
 * What earlier tellings were answered and what must therefore still be so, also when every process was killed meanwhile:
 * each fact is written down only after it was acknowledged.
 */
export class Chronicle {
  readonly #file: string
  readonly #facts: Fact[]

  constructor(file: string) {
    this.#file = file
    this.#facts = readFacts(file)
  }

  /** Looks every fact up again; @returns how many there are */
  async verify(world: World): Promise<number> {
    for (const fact of this.#facts) {
      const reply = await world.ask('GET', fact.path, { as: fact.as })
      const found = valueAt(reply.body, fact.pointer)
      so(JSON.stringify(found) === JSON.stringify(fact.value), `${fact.what}, as an earlier telling left it`, found)
    }
    return this.#facts.length
  }

  /** Notes what will never change again. */
  note(fact: Fact): void {
    this.#facts.push(fact)
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, JSON.stringify(this.#facts, null, 2))
  }
}

function readFacts(file: string): Fact[] {
  try {
    return factsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
