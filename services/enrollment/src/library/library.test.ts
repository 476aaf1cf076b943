import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { describe, expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

/** A library with one title and so many copies of it. */
async function library(copies = 1) {
  const bench = await enrollmentBench()
  const { titleId } = (await bench.post('/library/titles', { name: 'The Little Prince', isbn: '9787020042494' })).body
  const copyIds: string[] = []
  for (let n = 0; n < copies; n += 1) {
    copyIds.push((await bench.post(`/library/titles/${titleId}/copies`, { barcode: `LP-${n}` })).body.copyId)
  }
  const lend = (copyId: string, studentId: string) =>
    bench.post(`/library/copies/${copyId}/loan`, { borrower: { kind: 'student', studentId } })
  const of = (copyId: string, what: string, body = {}) => bench.post(`/library/copies/${copyId}/${what}`, body)
  const [copyId = ''] = copyIds
  return { ...bench, student: (n: number) => bench.student(n), titleId, copyId, copyIds, lend, of }
}

describe('E19 library', () => {
  test('a copy is lent for the days that the campus lends, to one at a time', async () => {
    const { student, lend, copyId, get, titleId } = await library()
    const borrower = { kind: 'student', studentId: await student(1) }
    const lent = await lend(copyId, borrower.studentId)
    expect(lent.status).toBe(201)
    expect(lent.body).toMatchObject({ status: 'lent', loan: { borrower, lentOn: '2026-03-02', dueOn: '2026-03-16' } })
    expect((await lend(copyId, await student(2))).body).toMatchObject({ status: 409, type: problem('notAvailable') })
    expect((await get(`/library/titles/${titleId}`)).body.copies).toEqual([
      expect.objectContaining({ copyId, status: 'lent', loan: expect.objectContaining({ isOverdue: false }) }),
    ])
  })

  test('two who lend the same copy at once: one has it', async () => {
    const { student, lend, copyId, get } = await library()
    const [one, two] = [await student(1), await student(2)]
    const answers = await Promise.all([lend(copyId, one), lend(copyId, two)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const atHome = await Promise.all([one, two].map(async (id) => (await get(`/students/${id}/loans`)).body.atHome))
    expect(atHome.flat()).toHaveLength(1)
  })

  test('nobody has more copies than the campus allows, also when they are lent at the same time', async () => {
    const { student, lend, copyIds, put, of } = await library(3)
    await put('/policies/library', { mostLoans: 2 })
    const studentId = await student(1)
    const answers = await Promise.all(copyIds.map((copyId) => lend(copyId, studentId)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409])
    const refused = answers.findIndex(({ status }) => status === 409)
    expect(answers[refused]?.body.type).toBe(problem('tooManyLoans'))
    await of(copyIds.find((_, at) => at !== refused) ?? '', 'return')
    expect((await lend(copyIds[refused] ?? '', studentId)).status).toBe(201)
  })

  test('a copy that came back is kept with the days that it came too late', async () => {
    const { student, lend, copyId, of, clock, get } = await library()
    const studentId = await student(1)
    await lend(copyId, studentId)
    clock.advance(17 * dayMs)
    expect((await of(copyId, 'return')).body).toMatchObject({ returnedOn: '2026-03-19', daysLate: 3 })
    const { atHome, items } = (await get(`/students/${studentId}/loans`)).body
    expect([atHome, items]).toEqual([[], [expect.objectContaining({ copyId, daysLate: 3 })]])
    expect((await of(copyId, 'return')).body).toMatchObject({ status: 409, type: problem('notLent') })
  })

  test('a loan is renewed from today, so often, and never once it is overdue', async () => {
    const { student, lend, copyId, of, clock, put } = await library()
    await put('/policies/library', { mostRenewals: 1 })
    await lend(copyId, await student(1))
    clock.advance(10 * dayMs)
    expect((await of(copyId, 'renewal')).body.loan).toMatchObject({ dueOn: '2026-03-26', renewals: 1 })
    expect((await of(copyId, 'renewal')).body.type).toBe(problem('tooManyRenewals'))
    clock.advance(15 * dayMs)
    expect((await of(copyId, 'renewal')).body.type).toBe(problem('overdue'))
  })

  test('what is overdue is listed, and the family is reminded once for each last day', async () => {
    const { student, lend, copyIds, clock, lookAtDue, eventsOf, get } = await library(2)
    const studentId = await student(1)
    await lend(copyIds[0] ?? '', studentId)
    clock.advance(5 * dayMs)
    await lend(copyIds[1] ?? '', studentId)
    await lookAtDue()
    clock.advance(9 * dayMs + dayMs / 2)
    await lookAtDue()
    expect(eventsOf(messageRequested)).toEqual([])
    clock.advance(dayMs / 2)
    await lookAtDue()
    await lookAtDue()
    const told = eventsOf(messageRequested).map(({ data }) => data)
    expect(told).toEqual([
      expect.objectContaining({
        template: 'loanOverdue',
        recipient: { studentId },
        params: { title: 'The Little Prince', dueOn: '2026-03-16' },
      }),
    ])
    const overdue = (await get('/library/loans?overdue=true')).body.items
    expect(overdue.map(({ copyId }: { copyId: string }) => copyId)).toEqual([copyIds[0]])
    expect((await get('/library/loans')).body.items).toHaveLength(2)
  })

  test('a copy that was lost leaves the library and its borrower', async () => {
    const { student, lend, copyId, of, get } = await library()
    const studentId = await student(1)
    await lend(copyId, studentId)
    expect((await of(copyId, 'withdrawal', { reason: 'lost on the bus' })).body.status).toBe('withdrawn')
    expect((await get(`/students/${studentId}/loans`)).body.atHome).toEqual([])
    expect((await lend(copyId, studentId)).body.type).toBe(problem('notAvailable'))
    expect((await of(copyId, 'withdrawal', { reason: 'again' })).body.type).toBe(problem('alreadyWithdrawn'))
  })

  test('a lent copy that is withdrawn: who had it, since when and how late it was stays known', async () => {
    const { student, lend, copyIds, titleId, of, get, post, clock } = await library(3)
    const [lost = '', back = '', staffs = ''] = copyIds
    const borrower = { kind: 'student', studentId: await student(1) }
    const { loanId } = (await lend(lost, borrower.studentId)).body.loan
    await lend(back, borrower.studentId)
    const staff = { kind: 'staff', staffId: 'stf_teacher' }
    await post(`/library/copies/${staffs}/loan`, { borrower: staff })
    clock.advance(16 * dayMs)
    const loan = { loanId, borrower, lentOn: '2026-03-02', dueOn: '2026-03-16', renewals: 0, daysLate: 2 }
    const gone = { status: 'withdrawn', reason: 'lost on the bus', withdrawnOn: '2026-03-18' }
    const { body } = await of(lost, 'withdrawal', { reason: 'lost on the bus' })
    expect(body).toMatchObject({ ...gone, loan })
    await of(back, 'return')
    await of(staffs, 'withdrawal', { reason: 'worn' })
    const { items } = (await get(`/students/${borrower.studentId}/loans`)).body
    expect(items).toHaveLength(2)
    expect(items).toContainEqual({ ...loan, ...gone, copyId: lost, titleId })
    expect(items).toContainEqual(
      expect.objectContaining({ copyId: back, status: 'returned', returnedOn: '2026-03-18' }),
    )
    expect((await get(`/library/titles/${titleId}`)).body.copies).toMatchObject([
      { ...gone, loan },
      { status: 'available' },
      { status: 'withdrawn', loan: { borrower: staff, daysLate: 2 } },
    ])
  })

  test('a copy that nobody had is withdrawn from nobody', async () => {
    const { copyId, of } = await library()
    const { body } = await of(copyId, 'withdrawal', { reason: 'worn' })
    expect([body.status, body.loan]).toEqual(['withdrawn', undefined])
  })
})
