import { studentEnrolled, tuitionPaid } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { Table } from '@tutelage/shared/data/table.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { nthId } from '../testing/account-fixtures.ts'
import { dyingTable } from '../testing/dying-table.ts'
import { enrollmentBench, evening, problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'

const digest = (digit: string): string => digit.repeat(64)

const classRow = (change: Readonly<Record<string, string>> = {}) => ({
  cells: {
    ...{ classCode: 'M5-A', titleZh: '五年级数学A班', titleEn: 'Maths 5 A', courseCode: 'M5', courseZh: '五年级数学' },
    ...{ courseEn: 'Maths 5', subject: 'Maths', level: '5', termCode: 'spring', termZh: '春季', termEn: 'Spring' },
    ...{ termStartsOn: '2026/3/1', termEndsOn: '2026-06-30', teacherId: 'stf_teacher', capacity: '2' },
    ...{ lessonsLeft: '24', hoursPerLesson: '2', teacherRate: '150.50', ...change },
  },
})
const balanceRow = (n: number, change: Readonly<Record<string, string>> = {}) => ({
  cells: {
    ...{ enrollmentNumber: `E-${n}`, studentNumber: `S-${n}`, classCode: 'M5-A' },
    ...{ boughtHours: '48', usedHours: '12.5', prepaid: '7100.00', ...change },
  },
})

/** A school whose students are known: what a file says is brought in by one request. */
async function school() {
  const at = await enrollmentBench()
  const start = async (kind: string, file: string, dryRun = false) =>
    (await at.post('/imports', { kind, digest: digest(file), dryRun })).body
  const rows = async (importId: string, from: number, sent: readonly object[], last = false) =>
    at.post(`/imports/${importId}/rows`, { from, rows: sent, last })
  const bring = async (kind: string, file: string, sent: readonly object[], dryRun = false) => {
    const { importId } = await start(kind, file, dryRun)
    return (await rows(importId, 1, sent, true)).body
  }
  const students = async (...numbers: number[]) => {
    const sent: object[] = []
    for (const n of numbers) sent.push({ cells: { studentNumber: `S-${n}`, studentId: await at.student(n) } })
    return bring('students', String(numbers[0]), sent)
  }
  const problemsOf = async (importId: string) => (await at.get(`/imports/${importId}/problems`)).body.items
  const codes = async (importId: string) =>
    (await problemsOf(importId)).map(
      ({ row, problems }: { row: number; problems: { code: string; column?: string }[] }) =>
        [row, ...problems.flatMap(({ code, column }) => [code, ...(column ? [column] : [])])].join(' '),
    )
  return { at, start, rows, bring, students, problemsOf, codes }
}

/** The same with a class of two seats and two students. */
async function ready() {
  const one = await school()
  await one.students(1, 2, 3)
  await one.bring('classes', 'c', [classRow()])
  return one
}

test('Import: a class comes with its course and term, which later classes share', async () => {
  const { at, bring } = await school()
  const answer = await bring('classes', 'a', [classRow(), classRow({ classCode: 'M5-B', capacity: '20' })])
  expect(answer).toMatchObject({ status: 'finished', reached: 2, imported: 2, known: 0, problems: 0 })
  const { items } = (await at.get('/class-groups')).body
  expect(items).toHaveLength(2)
  expect(items[0]).toMatchObject({ title: { en: 'Maths 5 A' }, lessonCount: 24, centihoursPerLesson: 200, capacity: 2 })
  expect(items[0]).toMatchObject({ teacherRateMinor: 15_050, kind: 'regular', horizon: 'longTerm' })
  expect(items[0].courseId).toBe(items[1].courseId)
  expect((await at.get('/courses')).body.items).toHaveLength(1)
  expect((await at.get('/terms')).body.items).toMatchObject([{ startsOn: '2026-03-01', endsOn: '2026-06-30' }])
})

test('Import: an opening balance says where hours and money come from, and the prepaid report holds it from that day on', async () => {
  const { at, bring } = await ready()
  expect(await bring('balances', 'b', [balanceRow(1)])).toMatchObject({ imported: 1, problems: 0 })
  const [enrolled] = at.eventsOf(studentEnrolled)
  const { enrollmentId = '' } = enrolled?.data ?? {}
  const balance = await at.balance(enrollmentId)
  expect(balance.hours).toMatchObject({ boughtCentihours: 4_800, usedCentihours: 1_250, remainingCentihours: 3_550 })
  expect(balance.money).toMatchObject({ receivedMinor: 710_000, prepaidMinor: 710_000, incomeMinor: 0 })
  expect(balance.money).toMatchObject({ priceMinor: 710_000, outstandingMinor: 0 })
  expect(balance.entries).toMatchObject([{ kind: 'openingBalance', centihours: 3_550, prepaidMinor: 710_000 }])
  expect((await at.get('/prepaid', 'finance')).body).toMatchObject({ receivedMinor: 710_000, consumedMinor: 0 })
  expect((await at.get('/prepaid?on=2026-03-01', 'finance')).body).toMatchObject({ prepaidMinor: 0 })
  // The family paid before: no receipt, no points.
  expect(at.eventsOf(tuitionPaid)).toEqual([])
})

test('Import: lessons use an opening balance like any other, and what is left of it can be given back', async () => {
  const { at, bring } = await ready()
  await bring('balances', 'b', [balanceRow(1, { paidOn: '2026-02-20' })])
  const { classGroupId, enrollmentId = '', studentId = '' } = at.eventsOf(studentEnrolled)[0]?.data ?? {}
  const [lesson] = await at.lessons(classGroupId ?? '', 1)
  at.clock.set(evening(0))
  expect((await at.mark(lesson ?? '', { [studentId]: 'attended' })).status).toBe(201)
  expect((await at.balance(enrollmentId)).hours).toMatchObject({ remainingCentihours: 3_350, usedCentihours: 1_450 })
  expect((await at.balance(enrollmentId)).money).toMatchObject({ incomeMinor: 40_000, prepaidMinor: 670_000 })
  const preview = (await at.get(`/enrollments/${enrollmentId}/refund-preview`)).body
  expect(preview).toMatchObject({ centihours: 3_350, amountMinor: 670_000 })
})

test('Import: hours that are bought later are paid as their own, the opening balance is paid', async () => {
  const { at, bring } = await ready()
  await bring('balances', 'b', [balanceRow(1, { usedHours: '46', prepaid: '400' })])
  const { courseId = '', classGroupId = '', enrollmentId = '' } = at.eventsOf(studentEnrolled)[0]?.data ?? {}
  await at.lessons(classGroupId, 4)
  const price = { effectiveFrom: '2026-01-01', amountMinor: 20_000, perCentihours: 100 }
  await at.post(`/courses/${courseId}/list-prices`, price)
  const bought = await at.post(`/enrollments/${enrollmentId}/purchases`, { centihours: 200 })
  expect(bought.body).toMatchObject({ priceMinor: 40_000 })
  expect((await at.balance(enrollmentId)).money).toMatchObject({ outstandingMinor: 40_000 })
  expect((await at.pay(enrollmentId, 40_000)).body).toMatchObject({ openedCentihours: 200, outstandingMinor: 0 })
  expect((await at.balance(enrollmentId)).hours).toMatchObject({ remainingCentihours: 400 })
})

test('Import: hours that are all used need no money, and owe none', async () => {
  const { at, bring } = await ready()
  expect(await bring('balances', 'b', [balanceRow(1, { usedHours: '48', prepaid: '0' })])).toMatchObject({
    imported: 1,
  })
  const { enrollmentId = '' } = at.eventsOf(studentEnrolled)[0]?.data ?? {}
  const { hours, money } = await at.balance(enrollmentId)
  expect(hours).toMatchObject({ usedCentihours: 4_800, remainingCentihours: 0, owedCentihours: 0 })
  expect(money).toMatchObject({ receivedMinor: 0, prepaidMinor: 0, outstandingMinor: 0 })
})

test('Import: each row with a problem is told of, in both languages, and the others come in', async () => {
  const { bring, codes, problemsOf } = await ready()
  const { importId, ...counts } = await bring(
    'balances',
    'b',
    [
      balanceRow(1),
      balanceRow(1, { enrollmentNumber: 'E-again' }),
      balanceRow(9),
      balanceRow(2, { classCode: 'none' }),
      balanceRow(2, { boughtHours: 'many', prepaid: '' }),
      balanceRow(2, { usedHours: '49' }),
      balanceRow(2, { prepaid: '0' }),
      balanceRow(2, { usedHours: '48' }),
      balanceRow(2, { prepaid: '10.001' }),
      balanceRow(1),
      balanceRow(2),
      balanceRow(3),
      { problems: [{ code: 'phoneInvalid', column: 'guardianPhone' }] },
    ].map((row) =>
      'cells' in row ? { cells: Object.fromEntries(Object.entries(row.cells).filter(([, text]) => text)) } : row,
    ),
  )
  expect(counts).toMatchObject({ reached: 13, imported: 2, problems: 11, known: 0 })
  expect(await codes(importId)).toEqual([
    '2 alreadyEnrolled',
    '3 unknownStudent',
    '4 unknownClass',
    '5 malformed boughtHours',
    '6 usedMoreThanBought',
    '7 hoursWithoutMoney',
    '8 moneyWithoutHours',
    '9 malformed',
    '10 duplicateNumber',
    '12 classFull',
    '13 phoneInvalid guardianPhone',
  ])
  const [first] = await problemsOf(importId)
  expect(first.problems[0].message).toEqual({
    'zh-CN': '该学生已在此班级。',
    en: 'The student sits in this class already.',
  })
})

test('Import: a dry run finds the same problems and brings nothing in', async () => {
  const { at, bring, codes } = await ready()
  const before = at.table.all().filter(({ entity }) => !/import/i.test(entity))
  const sent = [balanceRow(1), balanceRow(9), balanceRow(1), { cells: { studentNumber: 'S-1' } }]
  const { importId, ...counts } = await bring('balances', 'b', sent, true)
  expect(counts).toMatchObject({ dryRun: true, imported: 1, problems: 3 })
  expect(await codes(importId)).toEqual([
    '2 unknownStudent',
    '3 duplicateNumber',
    '4 missing enrollmentNumber missing classCode missing boughtHours',
  ])
  const kept = at.table.all().filter(({ entity }) => !/import|idempotency/i.test(entity))
  expect(kept).toEqual(before.filter(({ entity }) => entity !== 'idempotency'))
  expect(at.eventsOf(studentEnrolled)).toEqual([])
  expect(await bring('balances', 'b', sent)).toMatchObject({ imported: 1, known: 0 })
})

test('Import: rows that are sent again come in once, and none may be left out', async () => {
  const { at, start, rows } = await ready()
  const { importId } = await start('balances', 'b')
  await rows(importId, 1, [balanceRow(1)])
  expect((await rows(importId, 1, [balanceRow(1), balanceRow(2)])).body).toMatchObject({ reached: 2, imported: 2 })
  expect((await rows(importId, 1, [balanceRow(1)])).body).toMatchObject({ reached: 2, imported: 2 })
  const missing = await rows(importId, 4, [balanceRow(3)])
  expect(missing.body).toMatchObject({ type: problem('rowsMissing'), details: { reached: 2 } })
  expect(at.eventsOf(studentEnrolled)).toHaveLength(2)
})

test('Import: a file that was through is looked at again: what came in is known, what had problems may come in', async () => {
  const { start, bring, rows, students } = await ready()
  await bring('balances', 'b', [balanceRow(1), balanceRow(4)])
  await students(4)
  const again = await bring('balances', 'b', [balanceRow(1), balanceRow(4)])
  expect(again).toMatchObject({ imported: 1, known: 1, problems: 0 })
  const { importId, reached } = await start('balances', 'b')
  expect(reached).toBe(0)
  expect((await rows(again.importId, 3, [balanceRow(2)])).body.type).toBe(problem('importFinished'))
  expect(importId).not.toBe(again.importId)
})

test('Import: two who send the same rows at once bring each in once', async () => {
  const { at, start, rows } = await ready()
  const [one, two] = await Promise.all([start('balances', 'b'), start('balances', 'b')])
  expect(one.importId).toBe(two.importId)
  const sent = [balanceRow(1), balanceRow(2)]
  await Promise.all([rows(one.importId, 1, sent, true), rows(one.importId, 1, sent, true)])
  expect((await at.get(`/imports/${one.importId}`)).body).toMatchObject({ reached: 2, imported: 2, problems: 0 })
  expect(at.eventsOf(studentEnrolled)).toHaveLength(2)
})

test('Import: it is asked which numbers came in before', async () => {
  const { at } = await ready()
  const { body } = await at.post('/known-numbers', { kind: 'students', numbers: ['S-1', 'S-9', 'S-1'] })
  expect(body).toEqual({ numbers: ['S-1'] })
})

test('Import: a template has headings in the language asked for, and an example', async () => {
  const { at } = await school()
  const { text, headers } = await at.get('/import-templates/balances?language=en')
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(text.split('\r\n')).toMatchObject(
    [/^\uFEFFEnrollment number,Student number/, /^E-5001,S-1001/, ''].map((like) => expect.stringMatching(like)),
  )
  expect((await at.get('/import-templates/balances')).text).toContain('预收余额')
})

test('Import: a template is a workbook too, sent as bytes', async () => {
  const { at } = await school()
  const { text, headers } = await at.get('/import-workbooks/balances?language=en')
  expect(headers['content-type']).toContain('spreadsheetml.sheet')
  const bytes = Buffer.from(text, 'base64')
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
  expect(bytes.toString()).toContain('<t xml:space="preserve">Enrollment number</t>')
})

test('Import: a balance waits for leads to have told of its student, and is no problem of the file', async () => {
  const { at, bring, start, rows } = await ready()
  const cells = { studentNumber: 'S-9', studentId: nthId('student', 9) }
  await bring('students', '9', [{ cells }])
  const { importId } = await start('balances', 'e')
  const { status, body } = await rows(importId, 1, [balanceRow(9)], true)
  expect([status, body.type]).toEqual([409, problem('notYet')])
  await at.student(9)
  expect((await rows(importId, 1, [balanceRow(9)], true)).body).toMatchObject({ imported: 1, problems: 0 })
})

test('Import: a request that is sent again while the first is at work tells of no problem, whenever they meet', async () => {
  let played = 0
  for (let before = 0; ; before += 1) {
    const { at, start } = await ready()
    const { importId } = await start('balances', 'e')
    const body = { from: 1, rows: [balanceRow(1), balanceRow(2)], last: true }
    const path = `/enrollment/campuses/${testCampusId}/imports/${importId}/rows`
    const request = { method: 'POST', path, as: 'principal', body } as const
    const on = (table: Table) => httpHandler(enrollment, { ...at.ports, table }, { checkReplies: true })
    // The first brings both rows in, and has not noted how far the file is.
    const slowToNote = dyingTable(at.table, { at: 2, when: 'before' })
    const meeting = interleaved(at.table, before, () => ask(on(slowToNote), request))
    const answer = await ask(on(meeting.table), request)
    if (!meeting.happened()) break
    played += 1
    expect(answer.body, `before call ${before}`).toMatchObject({ reached: 2, imported: 2, problems: 0 })
    expect(at.eventsOf(studentEnrolled)).toHaveLength(2)
  }
  expect(played).toBeGreaterThan(20)
})
