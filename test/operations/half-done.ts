import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { chanceOf } from '../simulation/chance.ts'
import { Crashed } from '../simulation/lifeline.ts'
import { calm } from '../simulation/weather.ts'
import type { RouteOperation } from './operation.ts'
import type { School } from './school.ts'

/** The function that did an operation of several commits ended after the first, nobody asked again, and what is left has come due. */
export async function halfDone(school: School, { contract, prepare }: RouteOperation): Promise<void> {
  const asked = await prepare(school)
  school.cloud.under({ ...calm, doom: (io) => (io === 'write' ? 'after' : undefined) }, chanceOf(0))
  const crashed = await school.send(contract, asked).catch((error: unknown) => error)
  school.cloud.under(calm, chanceOf(0))
  if (!(crashed instanceof Crashed)) throw new Error('the function was to end')
  school.wait(2 * minuteMs)
}
