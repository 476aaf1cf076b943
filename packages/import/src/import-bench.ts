import { createHash } from 'node:crypto'
import type { ImportKind } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { sampleCampus, storeCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { testBench, testCampusId } from '@tutelage/shared/testing/test-context.ts'
import enrollment from '../../../services/enrollment/service.ts'
import leads from '../../../services/leads/service.ts'
import { apiOver, type Send } from './api.ts'
import type { SchoolFile } from './bring-file.ts'
import { csvRecords } from './csv-reader.ts'

/** For tests: leads and enrollment in this process, asked as the command asks them. */
export async function importBench() {
  const benches = { leads: testBench({ service: 'leads' }), enrollment: testBench({ service: 'enrollment' }) }
  for (const { table } of Object.values(benches)) await storeCampus(table, sampleCampus())
  const apis = {
    leads: httpHandler(leads, benches.leads.ports),
    enrollment: httpHandler(enrollment, benches.enrollment.ports),
  }
  const send: Send = async ({ method, path, headers, body }) => {
    const api = path.startsWith('/leads/') ? apis.leads : apis.enrollment
    const { status, body: answer } = await ask(api, { method, path, headers, body, as: 'principal' })
    return { status, body: answer }
  }
  return { ...benches, send, api: apiOver(send) }
}

/** For tests: a file that is made as it is read, in pieces of about 64 kB, and how many of its rows were made so far. */
export function madeFile(kind: ImportKind, heading: string, count: number, rowOf: (n: number) => string) {
  let made = 0
  async function* pieces(): AsyncGenerator<string> {
    let piece = `${heading}\r\n`
    for (made = 0; made < count; ) {
      piece += `${rowOf(made + 1)}\r\n`
      made += 1
      if (piece.length < 65_536) continue
      yield piece
      piece = ''
    }
    yield piece
  }
  const digest = createHash('sha256')
    .update(`${heading} ${count} ${rowOf(1)}`)
    .digest('hex')
  const file: SchoolFile = { kind, campusId: testCampusId, dryRun: false, digest, records: () => csvRecords(pieces()) }
  return { file, made: () => made }
}
