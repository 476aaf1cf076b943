import type { Answered } from '@tutelage/shared/testing/http-request.ts'
import type { Request, RouteOperation } from '../operations/operation.ts'
import { openSchool, type School } from '../operations/school.ts'
import type { Plant } from '../simulation/plant.ts'
import { type Asker, askersOf } from './callers.ts'
import { fieldsOf, withheld } from './fields.ts'
import { foreignIds } from './foreign-ids.ts'
import { triesOf } from './tries.ts'
import { verdictOf } from './verdict.ts'

/** What became of one request. */
export interface Cell {
  readonly asker: Asker
  readonly answered: Answered
  /** Somebody of the other campus was told of this one. */
  readonly leaks: boolean
}

/** A school in which a request can be made that succeeds. */
export interface Scene {
  readonly operation: RouteOperation
  readonly school: School
  readonly request: Request
}

/** How one route answers everybody: texts that a person can read beside each other. */
export interface Row {
  /** Roles by verdict: `200, elsewhere 404 notFound`, `200, another's 403 notYourLead`, `200 without priceMinor`. */
  readonly roles: ReadonlyMap<string, readonly string[]>
  /** Each id of the request, exchanged for one that exists in the other campus. */
  readonly exchanged: Readonly<Record<string, string>>
  /** What is tried with a link or a signature. */
  readonly tries: Readonly<Record<string, string>>
  /** Who reads a guardian's phone or address in an answer. */
  readonly contacts: readonly string[]
}

/**
 * Opens a school for an operation and prepares it.
 * @param plant from when the school stands: what a developer had got wrong
 */
export async function setScene(operation: RouteOperation, plant?: Plant): Promise<Scene> {
  const school = await openSchool()
  const request = await operation.prepare(school)
  return { operation, school: plant ? await school.copy(plant) : school, request }
}

/**
 * Asks as somebody. What may change something is asked of a copy, so that the next finds all as it was.
 * @throws Error when a request was refused and changed something
 */
export async function askAs({ operation, school, request }: Scene, as: Asker['as']): Promise<Answered> {
  const { contract } = operation
  const from = contract.method === 'GET' ? school : await school.copy(school.cloud.plant)
  let changes = 0
  from.cloud.of(contract.service).table.onCommit(({ length }) => {
    changes += length
  })
  const answered = await from.send(contract, { ...request, as })
  if (answered.status >= 400 && changes > 0) throw new Error(`${contract.id} was refused and changed something`)
  return answered
}

/** Everybody's answers, one after the other. */
export async function cellsOf(scene: Scene): Promise<readonly Cell[]> {
  const cells: Cell[] = []
  for (const asker of askersOf(scene.school)) {
    const answered = await askAs(scene, asker.as)
    const leaks = asker.at === 'elsewhere' && answered.text.includes(scene.school.campusId)
    cells.push({ asker, answered, leaks })
  }
  return cells
}

/** The guardians' phones and mail addresses that stand in a school. */
const contactData = /\+?861391234\d{4}|@(east|west|inquiry)\.test/

const cellAt = (cells: readonly Cell[], role: string, at: Asker['at']): Cell | undefined =>
  cells.find(({ asker }) => asker.role === role && asker.at === at)

const textOfCell = ({ answered, leaks }: Cell): string => `${verdictOf(answered)}${leaks ? ' SHOWS THIS CAMPUS' : ''}`

/** The verdict on a role: on its own and what of the reply it does not see; on another's and elsewhere, where that differs. */
export function verdictOn(cells: readonly Cell[], role: string): string {
  const own = cellAt(cells, role, 'own')?.answered
  if (!own) throw new Error(`nobody asked as ${role}`)
  const seen = cells.filter(({ asker, answered }) => asker.at === 'own' && answered.status < 400)
  const all = new Set(seen.flatMap(({ answered }) => [...fieldsOf(answered.body)]))
  const hidden = own.status < 400 ? withheld(all, fieldsOf(own.body)) : []
  const unlike = (at: 'other' | 'elsewhere', told: string): readonly string[] => {
    const cell = cellAt(cells, role, at)
    return cell && textOfCell(cell) !== verdictOf(own) ? [`${told} ${textOfCell(cell)}`] : []
  }
  const mine = verdictOf(own) + (hidden.length > 0 ? ` without ${hidden.join(' ')}` : '')
  return [mine, ...unlike('other', "another's"), ...unlike('elsewhere', 'elsewhere')].join(', ')
}

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort()

/** How a route answers everybody. */
export async function measure(scene: Scene): Promise<Row> {
  const cells = await cellsOf(scene)
  const roles = new Map<string, string[]>()
  for (const role of new Set(cells.map(({ asker }) => asker.role))) {
    const verdict = verdictOn(cells, role)
    roles.set(verdict, [...(roles.get(verdict) ?? []), role])
  }
  const reading = cells.filter(({ answered }) => contactData.test(answered.text)).map(({ asker }) => asker.role)
  return {
    roles,
    exchanged: await foreignIds(scene),
    tries: await triesOf(scene),
    contacts: sorted(reading),
  }
}
