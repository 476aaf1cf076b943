import {
  makeUpCreditExpired,
  makeUpCreditGranted,
  makeUpCreditUsed,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { evening } from '../testing/enrollment-bench.ts'
import { makeUpScene } from '../testing/make-up-scene.ts'

const days = 5
const student = fc.nat(1)
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('mark' as const, 'correct' as const),
      student,
      lesson: fc.nat(days - 1),
      status: fc.constantFrom('attended', 'leave', 'cancelledBySchool', 'absent'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('book' as const, 'cancel' as const),
      student,
      lesson: fc.nat(days - 1),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('markGuest' as const, 'correctGuest' as const),
      student,
      lesson: fc.nat(days - 1),
      status: fc.constantFrom('makeUp', 'absent', 'leave', 'cancelledBySchool'),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
type Scene = Awaited<ReturnType<typeof makeUpScene>>

/** Plays steps through the routes; counts what no event tells: credits taken back, and used ones that a correction opened again. */
async function play(scene: Scene, steps: readonly Step[]) {
  const { at, lessons, hosts } = scene
  const counted = { takenBack: 0, reopened: 0 }
  let day = 0
  for (const each of steps) {
    if (each.do === 'wait') {
      day += 1
      at.clock.set(evening(day))
      await at.lookAtDue()
      continue
    }
    const { studentId, enrollmentId } = each.student === 0 ? scene.li : scene.wang
    const before = await scene.credits(enrollmentId)
    const own = lessons[each.lesson] ?? ''
    const host = hosts[each.lesson] ?? ''
    const isHeld = async (id: string) => (await at.get(`/lessons/${id}`)).body.status === 'held'
    const sheet = async (id: string, status: string) =>
      at.post(`/lessons/${id}/attendance`, {
        marks: [{ studentId, status }],
        ...(!(await isHeld(id)) && { teacher: { staffId: 'stf_teacher', status: 'attended' } }),
      })
    if (each.do === 'mark') await sheet(own, each.status)
    if (each.do === 'correct') await at.correct(own, studentId, each.status)
    if (each.do === 'book') await scene.book(enrollmentId, host)
    if (each.do === 'cancel') await scene.cancel(enrollmentId, host)
    if (each.do === 'markGuest') await sheet(host, each.status)
    if (each.do === 'correctGuest') await at.correct(host, studentId, each.status)
    const after = new Map((await scene.credits(enrollmentId)).map((credit) => [credit.missedLessonId, credit.status]))
    for (const { missedLessonId, status } of before) {
      const now = after.get(missedLessonId)
      if (status !== 'takenBack' && now === 'takenBack') counted.takenBack += 1
      if (status === 'used' && now === 'open') counted.reopened += 1
    }
  }
  return counted
}

test('E9: credits granted are those open, booked, used, expired and taken back; each booked one is one guest; hours are deducted once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 24 }), async (steps) => {
      const scene = await makeUpScene(days)
      const { at, hosts, li, wang } = scene
      await at.put('/policies/make-up', { expiryDays: 2 })
      const { takenBack, reopened } = await play(scene, steps)
      const credits = [...(await scene.credits(li.enrollmentId)), ...(await scene.credits(wang.enrollmentId))]
      const count = (status: string): number => credits.filter((credit) => credit.status === status).length
      const standing = count('open') + count('booked') + count('used') + count('expired')
      expect(at.eventsOf(makeUpCreditGranted).length).toBe(standing + takenBack)
      expect(at.eventsOf(makeUpCreditUsed).length).toBe(count('used') + reopened)
      expect(at.eventsOf(makeUpCreditExpired).length).toBe(count('expired'))
      const sheets = await Promise.all(hosts.map(async (id) => (await at.get(`/lessons/${id}/attendance`)).body))
      const expected = sheets.reduce((sum, { unmarked }) => sum + unmarked.length, 0)
      expect(expected).toBe(count('booked'))
      for (const { enrollmentId } of [li, wang]) {
        const { marks } = (await at.get(`/enrollments/${enrollmentId}/attendance`)).body
        const deducted = marks.reduce(
          (sum: number, mark: { deductedCentihours: number }) => sum + mark.deductedCentihours,
          0,
        )
        const used = marks.filter(({ status, makesUpLessonId }: { status: string; makesUpLessonId?: string }) =>
          makesUpLessonId ? ['makeUp', 'absent'].includes(status) : ['attended', 'absent'].includes(status),
        )
        expect(deducted).toBe(200 * used.length)
        expect((await at.balance(enrollmentId)).hours.usedCentihours).toBe(deducted)
      }
    }),
    { numRuns: 40 },
  )
}, 60_000)
