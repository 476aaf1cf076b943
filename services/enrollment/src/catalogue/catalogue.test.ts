import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { accepted, nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'
import { type ListPrice, quotePrice } from './list-price.ts'

const title = { 'zh-CN': '数学', en: 'Maths' }

const priceFrom = (effectiveFrom: string, amount: number, per = 100): ListPrice => ({
  courseId: nthId('course', 1),
  effectiveFrom: localDate(effectiveFrom),
  amountMinor: amountMinor(amount),
  perCentihours: centihours(per),
  currency: 'CNY',
})

test('E1: the price of a day is the latest that holds then', () => {
  const prices = [priceFrom('2026-03-01', 300), priceFrom('2026-01-01', 100), priceFrom('2026-02-01', 200)]
  const on = (day: string) => accepted(quotePrice(prices, centihours(100), localDate(day))).priceMinor
  expect([on('2026-01-31'), on('2026-02-01'), on('2026-02-28'), on('2027-01-01')]).toEqual([100, 200, 200, 300])
  expect(quotePrice(prices, centihours(100), localDate('2025-12-31'))).toMatchObject({ code: 'noListPrice' })
})

test('E1: a price is proportional to the hours within half a minor unit, and more hours never cost less', () => {
  const hours = fc.integer({ min: 1, max: 100_000 })
  fc.assert(
    fc.property(
      hours,
      hours,
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.integer({ min: 1, max: 10_000 }),
      (a, b, amount, per) => {
        const price = (of: number) => {
          const quote = quotePrice([priceFrom('2026-01-01', amount, per)], centihours(of), localDate('2026-01-01'))
          return quote.ok ? quote.value.priceMinor : 0
        }
        expect(Math.abs(price(a) * per - a * amount) * 2).toBeLessThanOrEqual(per)
        expect(price(Math.max(a, b))).toBeGreaterThanOrEqual(price(Math.min(a, b)))
      },
    ),
  )
})

test('E1: a day has one list price, so that what was quoted by it stays true', async () => {
  const at = await enrollmentBench()
  const { courseId } = (await at.post('/courses', { title, subject: 'Maths', level: 1 })).body
  const price = { effectiveFrom: '2026-01-01', amountMinor: 20_000, perCentihours: 100 }
  const first = await at.post(`/courses/${courseId}/list-prices`, price)
  expect(first).toMatchObject({ status: 201, body: { courseId, currency: 'CNY', ...price } })
  const again = await at.post(`/courses/${courseId}/list-prices`, { ...price, amountMinor: 30_000 })
  expect(again).toMatchObject({ status: 409, body: { type: problem('alreadyPriced') } })
  expect((await at.get(`/courses/${courseId}/list-prices`)).body.items).toHaveLength(1)
  expect((await at.post(`/courses/${nthId('course', 9)}/list-prices`, price)).status).toBe(404)
})

test('E1: the price of a day that is over stays: only a course without one then gets it afterwards', async () => {
  const at = await enrollmentBench()
  const { courseId } = (await at.post('/courses', { title, subject: 'Maths', level: 1 })).body
  const add = (effectiveFrom: string) =>
    at.post(`/courses/${courseId}/list-prices`, { effectiveFrom, amountMinor: 20_000, perCentihours: 100 })
  expect((await add('2026-02-01')).status).toBe(201)
  expect((await add('2026-01-01')).status).toBe(201)
  // In Shanghai the 2nd of March has begun by then, in UTC it has not.
  at.clock.set('2026-03-01T16:30:00Z')
  const refused = await add('2026-03-01')
  expect(refused).toMatchObject({ status: 409, body: { type: problem('effectiveInThePast') } })
  expect(refused.body.details).toEqual({ effectiveFrom: '2026-03-01', today: '2026-03-02' })
  expect((await add('2026-03-02')).status).toBe(201)
})

test('E1: a class group is of a course and a term that are there, and a course goes on to one that is', async () => {
  const at = await enrollmentBench()
  const { courseId, termId, ...group } = await at.classGroup()
  const nowhere = { title, subject: 'Maths', level: 2, successorCourseId: nthId('course', 9) }
  expect((await at.post('/courses', nowhere)).body).toMatchObject({ type: problem('unknownCourse') })
  expect((await at.post('/courses', { ...nowhere, successorCourseId: courseId })).status).toBe(201)
  const { classGroupId: _, seatsTaken: __, ...body } = group
  const withCourse = await at.post('/class-groups', { ...body, courseId: nthId('course', 9), termId })
  expect(withCourse.body).toMatchObject({ type: problem('unknownCourse') })
  const withTerm = await at.post('/class-groups', { ...body, courseId, termId: nthId('term', 9) })
  expect(withTerm.body).toMatchObject({ type: problem('unknownTerm') })
  const backwards = await at.post('/terms', { title, startsOn: '2026-03-02', endsOn: '2026-03-01' })
  expect(backwards).toMatchObject({ status: 400, body: { errors: [{ path: 'body.endsOn' }] } })
})

test('E1: the lists hold what was added; what a teacher earns is hidden from colleagues', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  expect((await at.get('/courses')).body.items).toHaveLength(1)
  expect((await at.get('/terms')).body.items).toHaveLength(1)
  expect((await at.get('/class-groups')).body.items).toMatchObject([{ classGroupId, teacherRateMinor: 15_000 }])
  const seen = await at.get(`/class-groups/${classGroupId}`, 'consultant')
  expect(seen.body).not.toHaveProperty('teacherRateMinor')
  expect((await at.get('/class-groups', 'frontDesk')).body.items[0]).not.toHaveProperty('teacherRateMinor')
  expect((await at.get(`/class-groups/${nthId('classGroup', 9)}`)).status).toBe(404)
})

test('E1: learners who are here for long and those who are here for a short time are not mixed', async () => {
  const at = await enrollmentBench()
  const studentId = await at.student(1)
  const enroll = (classGroupId: string, horizon?: string) =>
    at.post('/enrollments', { studentId, classGroupId, centihours: 2_000, ...(horizon && { horizon }) })
  const { classGroupId: long } = await at.classGroup()
  const { classGroupId: short } = await at.classGroup({ horizon: 'shortTerm' })
  const refused = { status: 409, body: { type: problem('otherHorizon') } }
  expect(await enroll(long, 'shortTerm')).toMatchObject({ ...refused, body: { details: { horizon: 'longTerm' } } })
  expect(await enroll(short)).toMatchObject(refused)
  expect((await enroll(long, 'longTerm')).status).toBe(201)
  expect((await enroll(short, 'shortTerm')).status).toBe(201)
})
