import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'

const ways = {
  lessons: { lessons: [lessonAt(20)] },
  recurrences: { weekly: [{ weekday: 'mon', from: '18:00', to: '20:00' }], from: '2026-04-06', count: 1 },
}

test.each(Object.entries(ways))(
  'E2: a class gets no lesson beyond its number by %s while another gets it its last, whichever call that comes before',
  async (way, body) => {
    let played = 0
    for (let before = 0; ; before += 1) {
      const at = await enrollmentBench()
      const { classGroupId } = await at.classGroup()
      await at.lessons(classGroupId, 9)
      const meeting = interleaved(at.table, before, async () => {
        const last = await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: [lessonAt(30)] })
        expect(last.status, `${before}`).toBe(201)
      })
      const slow = httpHandler(enrollment, { ...at.ports, table: meeting.table }, { checkReplies: true })
      const path = `/enrollment/campuses/${testCampusId}/class-groups/${classGroupId}/${way}`
      const headers = { 'idempotency-key': 'slow' }
      const answer = await ask(slow, { method: 'POST', path, as: 'principal', body, headers })
      if (!meeting.happened()) break
      played += 1
      expect([answer.status, answer.body.type], `${before}`).toEqual([409, problem('tooManyLessons')])
      expect((await at.get(`/class-groups/${classGroupId}/lessons`)).body.items, `${before}`).toHaveLength(10)
    }
    expect(played).toBeGreaterThan(5)
  },
)
