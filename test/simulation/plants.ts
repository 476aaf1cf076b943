import type { Plant } from './plant.ts'
import { tablePlants } from './table-plants.ts'
import { wiringPlants } from './wiring-plants.ts'

/** The bugs that can be planted, by name: `npm run simulate -- --plant noInbox`. */
export const plants: Readonly<Record<string, Plant>> = { ...tablePlants, ...wiringPlants }
