import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { ItemChange } from '@tutelage/shared/data/memory-table.ts'

/** Sees all that happens in a run, and keeps what must not have happened. */
export class Witness {
  readonly violations: string[] = []
  /** Of what the manifests name, what happened: `route leads getCampus`. */
  readonly seen = new Set<string>()

  /** Something that a manifest names happened; `told`: a change was seen that is told by this event. */
  saw(kind: 'route' | 'subscription' | 'job' | 'event' | 'told', service: string, name: string): void {
    this.seen.add(`${kind} ${service} ${name}`)
  }

  /** Keeps a violation; with it the run ends. */
  violated(invariant: string, ...facts: readonly unknown[]): void {
    this.violations.push([invariant, ...facts.map((fact) => JSON.stringify(fact))].join(' '))
  }

  /** @param isSo what must hold */
  expect(isSo: boolean, invariant: string, ...facts: readonly unknown[]): void {
    if (!isSo) this.violated(invariant, ...facts)
  }
}

/** Looks at each commit of each service, in order. */
export type Watch = (service: ServiceName, changes: readonly ItemChange[]) => void

/** Sums by name. */
export class Sums {
  readonly #sums = new Map<string, number>()

  add(name: string, amount: number): void {
    this.#sums.set(name, this.of(name) + amount)
  }

  of(name: string): number {
    return this.#sums.get(name) ?? 0
  }

  /** Those that begin with the text, less it. */
  under(start: string): readonly (readonly [string, number])[] {
    return [...this.#sums]
      .filter(([name]) => name.startsWith(start))
      .map(([name, sum]) => [name.slice(start.length), sum])
  }
}
