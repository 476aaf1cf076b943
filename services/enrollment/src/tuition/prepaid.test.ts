import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { enrollmentBench, evening, lessonAt } from '../testing/enrollment-bench.ts'

/** Three lessons, two students, and the campus's prepaid tuition. */
async function school() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const lessons = await at.lessons(classGroupId, 6)
  const students = [
    await at.enrolled(classGroupId, 1, { paidMinor: 0 }),
    await at.enrolled(classGroupId, 2, { paidMinor: 0 }),
  ]
  const prepaid = async (on?: string, recordedOn?: string) => {
    const query = Object.entries({ on, recordedOn }).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))
    return (await at.get(`/prepaid?${query.join('&')}`, 'finance')).body
  }
  return { at, lessons, students, prepaid }
}

const dayOf = (n: number): string => new Date(Date.parse('2026-03-02') + n * dayMs).toISOString().slice(0, 10)

test('E5: what a campus holds prepaid is what was received less refunded less consumed, on any day by both clocks', async () => {
  const { at, lessons, students, prepaid } = await school()
  const [li] = students
  if (!li) throw new Error('nobody is enrolled')
  await at.pay(li.enrollmentId, 400_000)
  at.clock.set(evening(2))
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'attended' })
  await at.post(`/enrollments/${li.enrollmentId}/refunds`, {
    part: { centihours: 100 },
    amountMinor: 20_000,
    reason: 'less',
  })
  const now = {
    receivedMinor: 400_000,
    refundedMinor: 20_000,
    consumedMinor: 40_000,
    prepaidMinor: 340_000,
    currency: 'CNY',
  }
  expect(await prepaid()).toMatchObject({ ...now, on: dayOf(2), recordedOn: dayOf(2) })
  expect(await prepaid(dayOf(0))).toMatchObject({ consumedMinor: 40_000, refundedMinor: 0, prepaidMinor: 360_000 })
  expect(await prepaid(dayOf(0), dayOf(1))).toMatchObject({ consumedMinor: 0, prepaidMinor: 400_000 })
  expect(await prepaid('2026-03-01')).toMatchObject({ receivedMinor: 0, prepaidMinor: 0 })
  const far = await at.get('/prepaid?on=2020-01-01', 'finance')
  expect(far.status).toBe(422)
})

const step = fc.record({
  day: fc.nat(1),
  student: fc.nat(1),
  lesson: fc.nat(5),
  act: fc.constantFrom('pay' as const, 'mark' as const, 'correct' as const, 'refund' as const),
  sums: fc.boolean(),
})

test('E5: the sums of the days say what the accounts of all students say, whenever they were summed up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const { at, lessons, students, prepaid } = await school()
      let today = 0
      for (const { day, student, lesson, act, sums } of steps) {
        today += day
        if (day > 0) at.clock.set(evening(today))
        if (sums) await at.runDaily('sum-prepaid')
        const { studentId, enrollmentId } = students[student] ?? students[0] ?? { studentId: '', enrollmentId: '' }
        const lessonId = lessons[lesson] ?? ''
        if (act === 'pay') await at.pay(enrollmentId, 50_000)
        if (act === 'mark') await at.mark(lessonId, { [studentId]: 'attended' })
        if (act === 'correct') await at.correct(lessonId, studentId, 'leave')
        if (act === 'refund') {
          const { amountMinor } = (await at.get(`/enrollments/${enrollmentId}/refund-preview?centihours=50`)).body
          const part = { centihours: 50 }
          if (amountMinor) await at.post(`/enrollments/${enrollmentId}/refunds`, { part, amountMinor, reason: 'less' })
        }
      }
      for (let on = 0; on <= today; on += 1) {
        for (let recorded = on; recorded <= today; recorded += 1) {
          const end = (n: number) => new Date(Date.parse('2026-03-02T15:59:59.999Z') + n * dayMs).toISOString()
          const query = `?asOf=${end(on)}&recordedBy=${end(recorded)}`
          const balances = await Promise.all(students.map(({ enrollmentId }) => at.balance(enrollmentId, query)))
          const sum = (of: (money: Record<string, number>) => number | undefined) =>
            balances.reduce((total, { money }) => total + (of(money) ?? 0), 0)
          expect(await prepaid(dayOf(on), dayOf(recorded))).toMatchObject({
            receivedMinor: sum((money) => money.receivedMinor),
            refundedMinor: sum((money) => money.refundedMinor),
            consumedMinor: sum((money) => money.incomeMinor),
            prepaidMinor: sum((money) => money.prepaidMinor),
          })
        }
      }
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('E5: a campus is answered by its summed days: the entries of those are read no more', async () => {
  const { at, students, prepaid } = await school()
  await at.pay(students[0]?.enrollmentId ?? '', 400_000)
  at.clock.set(evening(3))
  await at.runDaily('sum-prepaid')
  await at.runDaily('sum-prepaid')
  const days = at.table.all().filter(({ entity }) => entity === 'prepaidDay')
  expect(days.map(({ sk }) => sk)).toEqual([dayOf(0), dayOf(1), dayOf(2)])
  expect(lessonAt(0).startsAt < evening(3)).toBe(true)
  expect(await prepaid(dayOf(1))).toMatchObject({ prepaidMinor: 400_000 })
})
