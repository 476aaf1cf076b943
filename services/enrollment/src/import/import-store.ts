import { importKindField } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import { importProblemField } from '@tutelage/shared/contracts/enrollment/import-problems.ts'
import { importReply } from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { type Id, type IdKind, isId } from '@tutelage/shared/kernel/ids.ts'
import { dayMs, epochMs } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import type { FileImport } from './file-import.ts'

const importItem = defineItem('fileImport', () => importReply())
/** Which import of a file is the latest: two who begin at once meet here. */
const currentItem = defineItem('currentImport', () => z.object({ importId: idField('import') }))
/** The rows of one request that have problems. */
const problemsItem = defineItem('importProblems', () =>
  z.object({ rows: z.array(z.object({ row: z.int(), problems: z.array(importProblemField()) })) }),
)
/** What has the school's own number, for ever: whoever brings it again finds it here. */
const numberedItem = defineItem('importedNumber', () =>
  z.object({
    of: z.enum(['course', 'term', ...importKindField().options]),
    number: z.string(),
    /** Ours; nothing in a dry run. */
    id: z.string().exactOptional(),
    importId: idField('import'),
    row: z.int(),
  }),
)
export type Numbered = ReturnType<typeof numberedItem.read>['value']
export type RowProblems = ReturnType<typeof problemsItem.read>['value']['rows'][number]

/** What a dry run noted is of no use later. */
const dryRunLifeMs = 30 * dayMs
const expiry = ({ now }: CampusContext, { dryRun }: Pick<FileImport, 'dryRun'>) =>
  dryRun && { expiresAt: Math.ceil((epochMs(now) + dryRunLifeMs) / 1000) }

const partition = (importId: Id<'import'>): string => `IMPORT#${importId}`
const importKey = ({ campus }: CampusContext, importId: Id<'import'>): ItemKey =>
  campusKey(campus, partition(importId), 'IMPORT')

/** A dry run has numbers of its own, so that it finds those that stand twice in a file. */
const numberKey = ({ campus }: CampusContext, { of, number }: Pick<Numbered, 'of' | 'number'>, dry?: Id<'import'>) =>
  campusKey(campus, `NUMBERED#${dry ? `${dry}#` : ''}${of}#${encodeURIComponent(number)}`, 'NUMBERED')

/** @throws NotFound when the campus has no such import */
export async function loadImport(context: CampusContext, importId: Id<'import'>): Promise<Stored<FileImport>> {
  const stored = importItem.find(await context.table.get(importKey(context, importId)))
  if (!stored) throw new NotFound('import')
  return stored
}

type FileName = Pick<FileImport, 'kind' | 'digest'>
const currentKey = ({ campus }: CampusContext, { kind, digest }: FileName): ItemKey =>
  campusKey(campus, `IMPORTOF#${kind}#${digest}`, 'IMPORT')

/** The latest import of a file. */
export const findCurrent = async (context: CampusContext, file: FileName) =>
  currentItem.find(await context.table.get(currentKey(context, file)))

/** @param version as it was read, or 0 for a file that is new */
export const writeCurrent = (context: CampusContext, of: FileImport, version: number): Write =>
  currentItem.write(currentKey(context, of), { importId: of.importId }, { version })

/** @param version as it was read, or 0 for a new import */
export const writeImport = (context: CampusContext, { value, version }: Stored<FileImport>): Write =>
  importItem.write(importKey(context, value.importId), { ...value }, { version, ...expiry(context, value) })

/** @param from the first row of the request that they came with */
export const addProblems = (
  context: CampusContext,
  of: FileImport,
  { from, rows }: { readonly from: number; readonly rows: readonly RowProblems[] },
): Write =>
  problemsItem.write(
    campusKey(context.campus, partition(of.importId), `PROBLEMS#${String(from).padStart(8, '0')}`),
    { rows: [...rows] },
    { version: 0, ...expiry(context, of) },
  )

/** One page of the problems of an import, request by request. */
export async function listProblems({ table, campus }: CampusContext, importId: Id<'import'>, page: PageRequest) {
  const pk = campusPartition(campus, partition(importId))
  const { items, ...rest } = await readPage(table, problemsItem, { pk, sk: { beginsWith: 'PROBLEMS#' }, ...page })
  return { rows: items.flatMap(({ value }) => value.rows), ...rest }
}

/** What an import noted under the school's own number. */
export const findNumbered = async (
  context: CampusContext,
  of: Pick<Numbered, 'of' | 'number'>,
  dry?: FileImport,
): Promise<Numbered | undefined> =>
  numberedItem.find(await context.table.get(numberKey(context, of, dry?.importId)))?.value

/** Which numbers are taken; at most 100, each once. */
export async function findTaken(
  context: CampusContext,
  of: Numbered['of'],
  numbers: readonly string[],
): Promise<readonly string[]> {
  const items = await context.table.getMany(numbers.map((number) => numberKey(context, { of, number })))
  return items.flatMap((item) => numberedItem.find(item)?.value.number ?? [])
}

/** Our id of what has the school's own number, if an import brought it in. */
export async function findByNumber<Kind extends IdKind>(
  context: CampusContext,
  kind: Kind,
  of: Pick<Numbered, 'of' | 'number'>,
): Promise<Id<Kind> | undefined> {
  const id = (await findNumbered(context, of))?.id
  return id !== undefined && isId(kind, id) ? id : undefined
}

/** Takes a number for ever; the commit fails when it is taken by then. */
export const addNumbered = (context: CampusContext, numbered: Numbered, { importId, dryRun }: FileImport): Write =>
  numberedItem.write(numberKey(context, numbered, dryRun ? importId : undefined), numbered, {
    version: 0,
    ...expiry(context, { dryRun }),
  })
