/** How the cloud behaves beyond what was asked: AWS's worst documented behaviour, within reason and repeatable. */
export interface Weather {
  /** True for some messages: deliver this one twice, as a standard queue and the bus may. */
  duplicates(): boolean
  /** True for some entries of PutEvents: refuse this one, though the call succeeds. */
  failsEntry(): boolean
  /** The same elements in some other order; a standard queue promises none. */
  shuffled<T>(elements: readonly T[]): T[]
  /** Calm: nothing of the above happens. */
  calm: boolean
}

const duplicateShare = 0.04
const failureShare = 0.03

/** @param seed any integer; the same one gives the same weather for the same questions */
export function createWeather(seed: number, calm: boolean): Weather {
  const random = seededRandom(seed)
  const weather: Weather = {
    calm,
    duplicates: () => !weather.calm && random() < duplicateShare,
    failsEntry: () => !weather.calm && random() < failureShare,
    shuffled: (elements) => (weather.calm ? [...elements] : shuffle(elements, random)),
  }
  return weather
}

function shuffle<T>(elements: readonly T[], random: () => number): T[] {
  return elements
    .map((element) => ({ element, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ element }) => element)
}

/** Mulberry32: numbers in [0, 1), the same ones for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
