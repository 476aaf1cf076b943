import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { accepted } from '../testing/account-fixtures.ts'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'
import { type Charge, checkPrepayment } from './prepayment.ts'

const policy = { mostMonths: 3, mostLessons: 60, earliestDaysBefore: 30 }
const day = localDate
const charge = (change: Partial<Charge> = {}): Charge => ({
  ...{ today: day('2026-03-02'), startsOn: day('2026-03-02'), centihours: 1_000, centihoursPerLesson: 200 },
  ahead: { lessons: 100, scheduledOn: [], othersUntil: day('2026-06-02') },
  ...change,
})

test('E5: at most 60 lessons are charged ahead, a lesson begun counting whole', () => {
  expect(accepted(checkPrepayment(policy, charge({ centihours: 12_000 })))).toMatchObject({ lessons: 60 })
  const refused = checkPrepayment(policy, charge({ centihours: 12_001 }))
  expect(refused).toMatchObject({ code: 'prepaymentTooManyLessons', details: { lessons: 61, mostLessons: 60 } })
})

test('E5: at most three months are charged ahead, by the last lesson that is paid for', () => {
  const until = (scheduledOn: string, othersUntil: string) =>
    checkPrepayment(
      policy,
      charge({
        ahead: {
          lessons: 9,
          scheduledOn: [...'1234'].map(() => day('2026-03-03')).concat(day(scheduledOn)),
          othersUntil: day(othersUntil),
        },
      }),
    )
  expect(accepted(until('2026-06-02', '2026-12-31'))).toMatchObject({ paidUntil: '2026-06-02', latest: '2026-06-02' })
  const beyond = {
    code: 'prepaymentTooManyMonths',
    details: { paidUntil: '2026-06-03', latest: '2026-06-02', mostMonths: 3 },
  }
  expect(until('2026-06-03', '2026-06-03')).toMatchObject(beyond)
})

test('E5: lessons not on the timetable yet are taken to last until the end of the term; those beyond the class are none', () => {
  const ahead = { lessons: 100, scheduledOn: [], othersUntil: day('2026-06-03') }
  expect(checkPrepayment(policy, charge({ ahead }))).toMatchObject({ code: 'prepaymentTooManyMonths' })
  const over = checkPrepayment(policy, charge({ ahead: { ...ahead, lessons: 0 } }))
  expect(accepted(over).paidUntil).toBeUndefined()
})

test('E5: nothing is charged earlier than 30 days before the start', () => {
  const starting = (startsOn: string) =>
    checkPrepayment(
      policy,
      charge({ startsOn: day(startsOn), ahead: { lessons: 0, scheduledOn: [], othersUntil: day(startsOn) } }),
    )
  expect(starting('2026-04-01').ok).toBe(true)
  expect(starting('2026-04-02')).toMatchObject({ code: 'prepaymentTooEarly', details: { earliest: '2026-03-03' } })
})

test('E5: a charge beyond the policy is refused by its name on a quote, an enrollment, a purchase and a payment', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const wish = { classGroupId, centihours: 1_800 }
  const { enrollmentId } = await at.enrolled(classGroupId, 1, { ...wish, paidMinor: 0 })
  const studentId = await at.student(2)
  await at.put('/policies/prepayment', { mostLessons: 8 })
  const refused = (lessons: number) => ({
    status: 409,
    body: { type: problem('prepaymentTooManyLessons'), details: { lessons, mostLessons: 8 } },
  })
  expect(await at.post('/quotes', wish)).toMatchObject(refused(9))
  expect(await at.post('/enrollments', { ...wish, studentId })).toMatchObject(refused(9))
  expect(await at.post(`/enrollments/${enrollmentId}/purchases`, { centihours: 200 })).toMatchObject(refused(10))
  expect(await at.pay(enrollmentId, 360_000)).toMatchObject(refused(9))
  const told = { enrollmentId, amountMinor: 360_000, currency: 'CNY', reference: 'G/1', paidAt: at.clock.now() }
  expect(await at.partner('PaymentReceived', told)).toMatchObject({ refusal: { code: 'prepaymentTooManyLessons' } })
  expect((await at.pay(enrollmentId, 320_000)).status).toBe(201)
})

test('E5: a quote names the prepayment rule with its figures', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  await at.lessons(classGroupId, 2)
  const { body } = await at.post('/quotes', { classGroupId, centihours: 400 })
  expect(body.prepayment).toEqual({
    ...{ rule: 'prepayment', lessons: 2, mostLessons: 60, mostMonths: 3 },
    ...{ earliest: '2026-01-31', latest: '2026-06-02', paidUntil: '2026-03-03' },
  })
})
