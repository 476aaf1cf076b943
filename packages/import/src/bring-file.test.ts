import { bringRows } from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import { leadCaptured } from '@tutelage/shared/contracts/leads/events.ts'
import { expect, test } from 'vitest'
import { apiOver, ImportStopped, type Send } from './api.ts'
import { bringFile, type Progress } from './bring-file.ts'
import { importBench, madeFile } from './import-bench.ts'

const classHeading =
  'classCode,titleZh,titleEn,courseCode,courseZh,courseEn,subject,level,termCode,termZh,termEn,termStartsOn,termEndsOn,teacherId,capacity,lessonsLeft,hoursPerLesson,teacherRate'
const classRow = (n: number): string =>
  `C-${n},班${n},"Class ""${n}"", five",M5,数学,Maths,Maths,5,spring,春季,Spring,2026-03-01,2026-06-30,stf_teacher,20,24,2,150`
const studentHeading = '学号,学生姓名,家长姓名,家长电话'
const studentRow = (n: number): string => `S-${n},学生${n},家长${n},139${String(n).padStart(8, '0')}`

/** What dies at its nth request, before the chain heard of it or before it heard the answer. */
function dyingAt(send: Send, nth: number, when: 'before' | 'after'): Send {
  let count = 0
  return async (request) => {
    count += 1
    const dies = count === nth
    if (dies && when === 'before') throw new Error('killed')
    const answer = await send(request)
    if (dies) throw new Error('killed')
    return answer
  }
}

const nobody = () => undefined

test('50,000 rows come in once each, killed and resumed, with no more than one piece and one batch in memory', async () => {
  const count = 50_000
  const at = await importBench()
  const { file, made } = madeFile('classes', classHeading, count, classRow)
  const rowsInPiece = Math.ceil(65_536 / classRow(1).length) + 1
  let mostAhead = 0
  let requests = 0
  const watched: Send = async (request) => {
    requests += 1
    const rows = bringRows.body.safeParse(request.body)
    if (rows.success) mostAhead = Math.max(mostAhead, made() - rows.data.from + 1)
    return at.send(request)
  }
  await expect(bringFile(apiOver(dyingAt(watched, 250, 'after')), file, nobody)).rejects.toThrow('killed')
  const before = requests
  const told: Progress[] = []
  const progress = await bringFile(apiOver(watched), file, (now) => told.push(now))
  expect(progress).toMatchObject({ status: 'finished', reached: count, imported: count, known: 0, problems: 0 })
  expect(mostAhead).toBeLessThanOrEqual(rowsInPiece + 100)
  // What was brought before the kill is not sent again.
  expect(requests - before).toBe(500 - 249 + 1)
  expect(told[0]?.reached).toBe(25_000)
  const titles = at.enrollment.table.all().flatMap((item) => (item.entity === 'classGroup' ? [item.title] : []))
  expect(new Set(titles.map((title) => JSON.stringify(title))).size).toBe(count)
  expect(titles).toHaveLength(count)
}, 300_000)

test('students are told to leads once each, whichever request is the last before a kill', async () => {
  const { file } = madeFile('students', studentHeading, 20, studentRow)
  for (let nth = 1; nth <= 23; nth += 1) {
    for (const when of ['before', 'after'] as const) {
      const at = await importBench()
      await expect(bringFile(apiOver(dyingAt(at.send, nth, when)), file, nobody)).rejects.toThrow('killed')
      const progress = await bringFile(at.api, file, nobody)
      expect(progress).toMatchObject({ status: 'finished', reached: 20, problems: 0 })
      expect(at.leads.eventsOf(leadCaptured)).toHaveLength(20)
      const numbers = at.enrollment.table.all().filter(({ entity }) => entity === 'importedNumber')
      expect(numbers).toHaveLength(20)
    }
  }
})

test('a family of leads keeps what it told: contacts reach leads and never enrollment', async () => {
  const at = await importBench()
  const { file } = madeFile('students', studentHeading, 3, studentRow)
  const toEnrollment: unknown[] = []
  const send: Send = async (request) => {
    if (request.path.startsWith('/enrollment/')) toEnrollment.push(request)
    return at.send(request)
  }
  await bringFile(apiOver(send), file, nobody)
  const [captured] = at.leads.eventsOf(leadCaptured)
  expect(captured?.data.channel).toBe('import')
  expect(toEnrollment).toHaveLength(3)
  for (const personal of ['学生', '家长', '13900000001']) {
    expect(JSON.stringify(toEnrollment)).not.toContain(personal)
    expect(JSON.stringify(at.enrollment.table.all())).not.toContain(personal)
  }
})

test('rows that leads would not take are problems of the import, and a dry run tells leads of nobody', async () => {
  const at = await importBench()
  const heading = 'studentNumber;studentName;birthDate;guardianName;guardianPhone;guardianEmail'
  const rows = [
    'S-1;Li;2015/9/1;Fang;13800138000;',
    'S-2;Li;;Fang;;',
    'S-3;;;Fang;13800138001;',
    'S-4;Li;soon;Fang;13800138001;',
    'S-5;Li;;Fang;;nowhere',
    'S-6;Li;;Fang;11111111;',
    'S-1;Li;;Fang;13800138000;',
  ]
  const { file } = madeFile('students', heading, rows.length, (n) => rows[n - 1] ?? '')
  const dry = await bringFile(at.api, { ...file, dryRun: true }, nobody)
  expect(dry).toMatchObject({ reached: 7, imported: 2, problems: 5 })
  expect(at.leads.eventsOf(leadCaptured)).toEqual([])
  const progress = await bringFile(at.api, file, nobody)
  expect(progress).toMatchObject({ reached: 7, imported: 1, problems: 6 })
  expect(at.leads.eventsOf(leadCaptured)).toHaveLength(1)
  // A corrected file later: who is known is not told again.
  const corrected = madeFile(
    'students',
    heading,
    2,
    (n) => ['S-1;Li;;Fang;13800138000;', 'S-2;Li;;Fang;13800138002;'][n - 1] ?? '',
  )
  expect(await bringFile(at.api, corrected.file, nobody)).toMatchObject({ imported: 1, known: 1, problems: 0 })
  expect(at.leads.eventsOf(leadCaptured)).toHaveLength(2)
})

test('cells whose formula failed, or that are longer than any text, are problems of their row', async () => {
  const at = await importBench()
  const wrong = [classRow(1).replace('数学', '#N/A'), classRow(2).replace('数学', '学'.repeat(501)), classRow(3)]
  const { file } = madeFile('classes', classHeading, 3, (n) => wrong[n - 1] ?? '')
  expect(await bringFile(at.api, file, nobody)).toMatchObject({ reached: 3, imported: 1, problems: 2 })
})

test('whoever may not import is told so', async () => {
  const { file } = madeFile('classes', classHeading, 1, classRow)
  const refusing = apiOver(async () => ({ status: 403, body: { type: 'urn:tutelage:problem:roleNotAllowed' } }))
  await expect(bringFile(refusing, file, nobody)).rejects.toThrow(ImportStopped)
})
