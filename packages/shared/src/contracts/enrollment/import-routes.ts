import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing, workbookType } from '../define-route.ts'
import { idField, languageField, lineField, pageQuery } from '../fields.ts'
import { importKindField } from './import-columns.ts'
import { importProblemField } from './import-problems.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofImport = whenAsked(() => z.object({ ...campus(), importId: idField('import') }))
const importers = ['principal', 'campusManager'] as const

/** One request brings at most so many rows. */
export const mostImportRows = 100

export const importReply = whenAsked(() =>
  z.object({
    importId: idField('import'),
    kind: importKindField(),
    /** Nothing is brought in: rows are only looked at. */
    dryRun: z.boolean(),
    /** SHA-256 of the file, in hex: what names it. */
    digest: z.string(),
    status: z.enum(['running', 'finished']),
    /** The last row that was looked at; 1 is the first below the heading. */
    reached: z.int(),
    /** Rows that this import brought in, or would. */
    imported: z.int(),
    /** Rows whose number another import had brought in before. */
    known: z.int(),
    /** Rows with problems. */
    problems: z.int(),
  }),
)

/** No cell that is sent is longer. */
export const longestImportCell = 500

const cell = whenAsked(() => z.string().min(1).max(longestImportCell))
const row = whenAsked(() =>
  z.union([
    z.object({ cells: z.record(z.string().max(60), cell()) }),
    z.object({ problems: z.array(importProblemField()).min(1).max(30) }),
  ]),
)

export const startImport = defineRoute({
  id: 'startImport',
  service: 'enrollment',
  summary: 'Begins to bring in a file of an existing school, or goes on where the same file stood.',
  method: 'POST',
  path: '/campuses/{campusId}/imports',
  roles: importers,
  params: () => z.object(campus()),
  query: nothing,
  body: () =>
    z.object({
      kind: importKindField(),
      digest: z.string().regex(/^[0-9a-f]{64}$/),
      dryRun: z.boolean().default(false),
    }),
  reply: { status: 200, body: importReply },
  refusals: {},
})

export const bringRows = defineRoute({
  id: 'bringRows',
  service: 'enrollment',
  summary:
    'Brings in the next rows of a file; each row comes in once, whoever sends it again. A row that the sender could not use is told with its problems.',
  method: 'POST',
  path: '/campuses/{campusId}/imports/{importId}/rows',
  roles: importers,
  params: ofImport,
  query: nothing,
  body: () =>
    z.object({
      /** The number of the first of these rows; no row before it may be missing. */
      from: z.int().min(1).max(10_000_000),
      rows: z.array(row()).min(1).max(mostImportRows),
      /** No more rows come. */
      last: z.boolean().default(false),
    }),
  reply: { status: 200, body: importReply },
  refusals: { rowsMissing: 409, importFinished: 409 },
  // Each row is a transaction of its own under the school's own number: that is what makes it come in once.
  idempotency: 'none',
})

export const findKnownNumbers = defineRoute({
  id: 'findKnownNumbers',
  service: 'enrollment',
  summary: "Which of the school's own numbers came in before, by whatever import. Changes nothing.",
  method: 'POST',
  path: '/campuses/{campusId}/known-numbers',
  roles: importers,
  params: () => z.object(campus()),
  query: nothing,
  body: () => z.object({ kind: importKindField(), numbers: z.array(lineField(60)).min(1).max(mostImportRows) }),
  reply: { status: 200, body: () => z.object({ numbers: z.array(z.string()) }) },
  refusals: {},
  idempotency: 'none',
})

export const getImport = defineRoute({
  id: 'getImport',
  service: 'enrollment',
  summary: 'How far an import has come.',
  method: 'GET',
  path: '/campuses/{campusId}/imports/{importId}',
  roles: importers,
  params: ofImport,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: importReply },
  refusals: {},
})

export const listImportProblems = defineRoute({
  id: 'listImportProblems',
  service: 'enrollment',
  summary: 'The rows of an import that have problems, in both languages; a page is of requests that brought rows.',
  method: 'GET',
  path: '/campuses/{campusId}/imports/{importId}/problems',
  roles: importers,
  params: ofImport,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        items: z.array(
          z.object({
            row: z.int(),
            problems: z.array(
              z.object({
                code: z.string(),
                column: z.string().optional(),
                message: z.object({ 'zh-CN': z.string(), en: z.string() }),
              }),
            ),
          }),
        ),
        nextCursor: z.string().optional(),
      }),
  },
  refusals: {},
})

const templateRoute = {
  service: 'enrollment',
  method: 'GET',
  roles: importers,
  params: () => z.object({ ...campus(), kind: importKindField() }),
  query: () => z.object({ language: languageField().default('zh-CN') }),
  body: noBody,
  reply: { status: 200, body: () => z.string() },
  refusals: {},
} as const

export const getImportTemplate = defineRoute({
  ...templateRoute,
  id: 'getImportTemplate',
  summary: 'A file to fill in: the headings of a kind of import, and a row as an example.',
  path: '/campuses/{campusId}/import-templates/{kind}',
  produces: 'text/csv',
})

export const getImportWorkbook = defineRoute({
  ...templateRoute,
  id: 'getImportWorkbook',
  summary:
    'The same as an XLSX workbook, whose cells are text: numbers keep their zeros, days stay as they are written.',
  path: '/campuses/{campusId}/import-workbooks/{kind}',
  produces: workbookType,
})
