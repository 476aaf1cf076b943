/** Tells the story, a line for each step, and stops at the first thing that is not so. */
export class Teller {
  #steps = 0

  get steps(): number {
    return this.#steps
  }

  chapter(title: string): void {
    process.stdout.write(`\n${title}\n`)
  }

  /** A step that came true, and what it changed. */
  told(step: string, changed: string): void {
    this.#steps += 1
    process.stdout.write(`  ✓ ${step}\n      → ${changed}\n`)
  }
}

/** @throws Error when the story is not so */
export function so(holds: boolean, what: string, found?: unknown): asserts holds {
  if (!holds) throw new Error(`not so: ${what}${found === undefined ? '' : `; found ${JSON.stringify(found)}`}`)
}
