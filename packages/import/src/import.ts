import { parseArgs } from 'node:util'
import { importKindField } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import { listImportProblems } from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import { idField, languageField } from '@tutelage/shared/contracts/fields.ts'
import { importTemplate, importWorkbook } from '@tutelage/shared/documents/import-template.ts'
import * as z from 'zod'
import { type Api, apiOver, ImportStopped, sendOverHttp } from './api.ts'
import { bringFile, type Progress } from './bring-file.ts'
import { CsvMalformed } from './csv-reader.ts'
import { openFile } from './open-file.ts'
import { WorkbookRefused } from './open-workbook.ts'
import { HeadingUnknown } from './read-rows.ts'

const given = parseArgs({
  allowPositionals: true,
  options: {
    campus: { type: 'string' },
    file: { type: 'string' },
    kind: { type: 'string' },
    url: { type: 'string' },
    token: { type: 'string' },
    encoding: { type: 'string', default: 'utf-8' },
    language: { type: 'string', default: 'zh-CN' },
    xlsx: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  },
})
const say = (text: string | Uint8Array): void => {
  process.stdout.write(text)
}

const lineOf = ({ reached, imported, known, problems }: Progress, rows: number): string =>
  `\r${reached} of ${rows} rows: ${imported} brought in, ${known} known before, ${problems} with problems`

/** So many rows with problems are shown at the end. */
const shown = 100

async function showProblems(api: Api, { importId, problems }: Progress, campusId: string): Promise<void> {
  if (problems === 0) return
  const answer = await api(listImportProblems, { params: { campusId, importId }, query: { limit: '10' } })
  if (!answer.ok) return
  for (const { row, problems: found } of answer.reply.items.slice(0, shown)) {
    for (const { column, message } of found) {
      say(`row ${row}${column ? ` ${column}` : ''}: ${message['zh-CN']} ${message.en}\n`)
    }
  }
}

async function bring(): Promise<void> {
  const settings = z.object({
    campus: idField('campus'),
    file: z.string(),
    kind: importKindField(),
    url: z.url(),
    token: z.string().min(1),
    encoding: z.string(),
    'dry-run': z.boolean(),
  })
  const { campus: campusId, file: path, kind, url, token, encoding, 'dry-run': dryRun } = settings.parse(given.values)
  const { rows, ...file } = await openFile(path, encoding, kind)
  const api = apiOver(sendOverHttp(url, token))
  const progress = await bringFile(api, { kind, campusId, dryRun, ...file }, (now) => say(lineOf(now, rows)))
  say(`${lineOf(progress, rows)}${dryRun ? ' (nothing was brought in: a dry run)' : ''}\n`)
  await showProblems(api, progress, campusId)
}

/** A file that is none: one sentence says why. */
const refusals = [CsvMalformed, HeadingUnknown, WorkbookRefused]

const [command, kind] = given.positionals
if (command === 'template') {
  const template = given.values.xlsx ? importWorkbook : importTemplate
  say(template(importKindField().parse(kind), languageField().parse(given.values.language)))
} else {
  await bring().catch((error: unknown) => {
    if (error instanceof ImportStopped) say(`\n${error.message}; run the same command again to go on\n`)
    else if (error instanceof Error && refusals.some((refused) => error instanceof refused)) say(`${error.message}\n`)
    else throw error
    process.exitCode = 1
  })
}
