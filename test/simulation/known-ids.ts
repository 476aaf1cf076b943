import type { Chance } from './chance.ts'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** So many of a kind are remembered, the latest. */
const most = 20

/** The ids that answers told of, by the name under which they stood: `leadId`, `enrollmentId`. */
export class KnownIds {
  readonly #ids = new Map<string, string[]>()

  /** Remembers every id in an answer. */
  learn(answer: unknown): void {
    if (!isRecord(answer)) return
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value !== 'string') this.learn(value)
      else if (name.endsWith('Id')) this.#remember(name, value)
    }
  }

  #remember(name: string, id: string): void {
    const known = this.#ids.get(name) ?? []
    if (known.includes(id)) return
    this.#ids.set(name, [...known, id].slice(-most))
  }

  /** All that another knows. */
  take(other: KnownIds): void {
    for (const [name, ids] of other.#ids) this.#ids.set(name, ids)
  }

  /** Any of a kind; undefined where none was told of. */
  any(name: string, chance: Chance): string | undefined {
    const known = this.#ids.get(name)
    return known && chance.pick(known)
  }
}
