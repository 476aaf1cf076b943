import type { Plant } from './plant.ts'

/** The bugs that can be planted, by name. */
export const plants: Readonly<Record<string, Plant>> = {}
