import { expect, test } from 'vitest'
import { lessonAt, problem } from '../testing/enrollment-bench.ts'
import { oneToOneScene } from '../testing/one-to-one-scene.ts'

const at18 = lessonAt(1).startsAt

test('E2: the booking link of a family that has left cancels no lesson of the next', async () => {
  const { at, book, link, asFamily, nextFamily } = await oneToOneScene()
  const path = await link()
  const next = await nextFamily()
  const { lessonId } = (await book(at18, next.enrollmentId)).body
  const refused = await asFamily('POST', `${path}/lessons/${lessonId}/cancellations`)
  expect(refused).toMatchObject({ status: 409, body: { type: problem('enrollmentEnded') } })
  expect((await at.get(`/lessons/${lessonId}`)).body).toMatchObject({ status: 'scheduled' })
})
