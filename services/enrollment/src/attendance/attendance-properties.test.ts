import { attendanceStatusField } from '@tutelage/shared/contracts/enrollment/events.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { enrollmentBench, evening } from '../testing/enrollment-bench.ts'

const status = fc.constantFrom(...attendanceStatusField().options)
const deducting = ['attended', 'late', 'absent', 'makeUp']

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('mark' as const), student: fc.nat(1), lesson: fc.nat(3), status }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('correct' as const), student: fc.nat(1), lesson: fc.nat(3), status }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      student: fc.nat(1),
      amountMinor: fc.integer({ min: 400, max: 200_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refund' as const), student: fc.nat(1) }) },
)

/** Plays steps through the routes, and keeps by itself which mark each student has in each lesson. */
async function play(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]) {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ lessonCount: 4 })
  const lessons = await at.lessons(classGroupId, 4)
  const students = [
    await at.enrolled(classGroupId, 1, { paidMinor: 50_000 }),
    await at.enrolled(classGroupId, 2, { paidMinor: 0 }),
  ]
  at.clock.set(evening(4))
  const marks = new Map<string, string>()
  for (const each of steps) {
    const { studentId = '', enrollmentId = '' } = students[each.student] ?? {}
    if (each.do === 'pay') await at.pay(enrollmentId, each.amountMinor)
    if (each.do === 'refund') {
      const [payment] = (await at.get(`/enrollments/${enrollmentId}/payments`)).body.items
      const path = `/payments/${payment?.paymentId ?? 'pay_0'}`
      const { amountMinor } = (await at.get(`${path}/refund-preview`)).body
      if (amountMinor) await at.post(`${path}/refunds`, { amountMinor, reason: 'A wish' })
    }
    if (each.do === 'mark' || each.do === 'correct') {
      const lesson = lessons[each.lesson] ?? ''
      const marksOf = { marks: [{ studentId, status: each.status }] }
      const isHeld = (await at.get(`/lessons/${lesson}`)).body.status === 'held'
      const teacher = isHeld ? {} : { teacher: { staffId: 'stf_teacher', status: 'attended' } }
      const answer =
        each.do === 'mark'
          ? await at.post(`/lessons/${lesson}/attendance`, { ...marksOf, ...teacher })
          : await at.correct(lesson, studentId, each.status)
      if (answer.status === 201) marks.set(`${each.lesson} ${enrollmentId}`, each.status)
    }
  }
  return { at, students, marks }
}

test('E7: hours deducted are those of the lessons as marked, money follows, and the teacher is paid for every lesson that pays', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const { at, students, marks } = await play(steps)
      for (const { enrollmentId } of students) {
        const { hours, money } = await at.balance(enrollmentId)
        const own = [...marks].filter(([key]) => key.endsWith(enrollmentId)).map(([, mark]) => mark)
        expect(hours.usedCentihours).toBe(200 * own.filter((mark) => deducting.includes(mark)).length)
        expect(money.prepaidMinor).toBe(money.receivedMinor - money.refundedMinor - money.incomeMinor)
        expect(hours.remainingCentihours === 0 || hours.owedCentihours === 0).toBe(true)
      }
      const paying = new Set(
        [...marks].filter(([, mark]) => deducting.includes(mark)).map(([key]) => key.split(' ')[0]),
      )
      expect((await at.pay03()).totalMinor).toBe(15_000 * paying.size)
    }),
    { numRuns: 60 },
  )
})
