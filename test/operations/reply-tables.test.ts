import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import { columnTitle, hasTitle } from '@tutelage/shared/documents/column-titles.ts'
import { columnsOf } from '@tutelage/shared/documents/reply-table.ts'
import { describe, expect, test } from 'vitest'
import { csvReader } from '../../packages/import/src/csv-reader.ts'
import { services } from '../services.ts'
import type { RouteOperation } from './operation.ts'
import { operations } from './registry.ts'
import { openSchool, type School } from './school.ts'

const reports = operations.filter((one) => one.kind === 'route').filter(({ contract }) => contract.tables.length > 0)

const recordsOf = (text: string): readonly (readonly string[])[] => {
  const reader = csvReader()
  return [...reader.read(text), ...reader.end()]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** What stands at a dotted path, as a cell shows it. */
function shown(row: unknown, path: string): string {
  const value = path.split('.').reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), row)
  if (isRecord(value))
    return Object.entries(value)
      .map(([name, count]) => `${name} ${count}`)
      .join(' · ')
  return value === undefined ? '' : String(value)
}

/** The rows of the JSON that a table is of. */
const rowsOf = (body: Readonly<Record<string, unknown>>, table: string): readonly unknown[] => {
  const list = body[table]
  return table === 'figures' ? [body] : Array.isArray(list) ? list : []
}

async function readTable(school: School, { contract, prepare }: RouteOperation, table: string) {
  const request = await prepare(school)
  const json = await school.send(contract, request)
  const csv = await school.send(contract, { ...request, headers: { accept: `text/csv; table=${table}` } })
  expect([json.status, csv.status], csv.text).toEqual([200, 200])
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
  return { rows: rowsOf(json.body, table), records: recordsOf(csv.text) }
}

test('the reports can be had as tables', () => {
  expect(reports.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'getAttendance',
      'getBalance',
      'getClassPromotions',
      'getYearPlanShares',
      'getChainRenewals',
      'getTeacherPay',
      'getAppraisal',
    ]),
  )
})

describe.each(reports.map((one) => [one.name, one] as const))('%s', (_, one) => {
  test.each([...one.contract.tables])('the CSV of its %s has the rows of its JSON, value for value', async (table) => {
    const { rows, records } = await readTable(await openSchool(), one, table)
    const [heading = [], ...cells] = records
    expect(heading).toEqual(columnsOf(one.contract, table))
    expect(cells).toEqual(rows.map((row) => heading.map((path) => shown(row, path))))
  })
})

test('somebody’s rows are in it: the reports that were asked are not all empty', async () => {
  const empty: string[] = []
  for (const one of reports) {
    const { rows } = await readTable(await openSchool(), one, one.contract.tables[0] ?? '')
    if (rows.length === 0) empty.push(one.name)
  }
  expect(empty).toEqual([])
})

const contracts: readonly RouteContract[] = services.flatMap(({ routes }) => routes.map(({ contract }) => contract))

test('every column has a title in both languages', () => {
  const columns = contracts.flatMap((contract) => contract.tables.flatMap((table) => columnsOf(contract, table)))
  expect(columns.length).toBeGreaterThan(80)
  expect(columns.filter((path) => !hasTitle(path))).toEqual([])
  for (const path of columns) expect(columnTitle(path, 'en')).toMatch(/^[A-Z][a-z ]*( · [A-Z][a-z ]*)*$/)
})
