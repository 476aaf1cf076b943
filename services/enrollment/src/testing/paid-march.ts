import { type Instant, instant } from '@tutelage/shared/kernel/instant.ts'
import { classOfTwo } from './class-of-two.ts'

/** For tests: 02:30 in Shanghai on the first day of April, and of May. */
export const april = instant('2026-03-31T18:30:00Z')
export const may = instant('2026-04-30T18:30:00Z')

/** For tests: a lesson of March was held by a class of two, whose teacher has a base pay of 500.00. */
export async function paidMarch(change: Readonly<Record<string, unknown>> = {}) {
  const scene = await classOfTwo(change)
  const { at, first, li, wang } = scene
  await at.post('/teachers/stf_teacher/base-pay', { validFrom: '2026-03', amountMinor: 50_000 })
  await at.mark(first, { [li.studentId]: 'attended', [wang.studentId]: 'leave' })
  const close = (month: string, as: 'finance' | 'campusManager' = 'finance') =>
    at.post(`/pay-months/${month}/closing`, {}, { as })
  /** The night after which the month before is over. */
  const monthEnds = async (now: Instant) => {
    at.clock.set(now)
    await at.runDaily('post-base-pay')
  }
  const pay = async (month: string, teacherId = 'stf_teacher') =>
    (await at.get(`/teachers/${teacherId}/pay?month=${month}`)).body
  return { ...scene, close, monthEnds, pay }
}
