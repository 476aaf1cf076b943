import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { lessonAt, problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'
import { oneToOneScene } from '../testing/one-to-one-scene.ts'

/** Paid for one lesson, of which none is booked. */
const forOne = () => oneToOneScene(40_000)
type Scene = Awaited<ReturnType<typeof forOne>>

const meanwhile: Readonly<Record<string, (scene: Scene) => Promise<{ readonly status: number }>>> = {
  'another is booked': ({ book }) => book(lessonAt(2).startsAt),
  'the hours are refunded': ({ at, enrollmentId }) =>
    at.post(`/enrollments/${enrollmentId}/refunds`, { amountMinor: 40_000, reason: 'Pauses' }),
}

test.each(Object.entries(meanwhile))(
  'E2: with hours for one lesson none is booked while %s, whichever call it comes before',
  async (_, happen) => {
    let played = 0
    for (let before = 0; ; before += 1) {
      const scene = await forOne()
      const { at, enrollmentId, shown } = scene
      const meeting = interleaved(at.table, before, async () => {
        expect((await happen(scene)).status, `${before}`).toBe(201)
      })
      const slow = httpHandler(enrollment, { ...at.ports, table: meeting.table }, { checkReplies: true })
      const path = `/enrollment/campuses/${testCampusId}/enrollments/${enrollmentId}/bookings`
      const headers = { 'idempotency-key': 'slow' }
      const body = { startsAt: lessonAt(1).startsAt }
      const answer = await ask(slow, { method: 'POST', path, as: 'principal', body, headers })
      if (!meeting.happened()) break
      played += 1
      expect([answer.status, answer.body.type], `${before}`).toEqual([409, problem('noHoursLeft')])
      expect((await shown()).remainingCentihours, `${before}`).toBe(0)
    }
    expect(played).toBeGreaterThan(5)
  },
)
