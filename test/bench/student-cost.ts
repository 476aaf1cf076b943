import { added, type Cost, clockworkOfMonth, monthOf, total } from './cost.ts'
import { heldAgainst } from './figures.ts'
import { measureOperations } from './operation-units.ts'
import { activeStudentMonth } from './student-month.ts'

/** The most that an active student may cost in a month, in US$. */
export const costReach = 0.002

const micro = (usd: number): number => Math.round(usd * 1e7) / 10

const inMicro = (cost: Cost) => Object.fromEntries(Object.entries(cost).map(([part, usd]) => [part, micro(usd)]))

/** The costs of a student's month in millionths of a US$: the dearest use first, the sum, and the clocks of a deployment. */
export async function studentCost(): Promise<readonly object[]> {
  const month = monthOf(activeStudentMonth, await measureOperations())
  const sum = added(...month.map(({ cost }) => cost))
  const rows = month
    .toSorted((one, other) => total(other.cost) - total(one.cost))
    .map(({ use, cost }) => ({ what: use.operation, times: use.times, ...inMicro(cost), total: micro(total(cost)) }))
  const clocks = clockworkOfMonth()
  return [
    ...rows,
    {
      ...{ what: `all of it; reach ${micro(costReach)}`, ...inMicro(sum), total: micro(total(sum)) },
      ...heldAgainst('the sum', total(sum), costReach),
    },
    { what: 'beside it, once for a whole deployment: its clocks', ...inMicro(clocks), total: micro(total(clocks)) },
  ]
}
