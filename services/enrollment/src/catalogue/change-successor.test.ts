import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

/** Some courses, none of which leads on to another. */
async function courses(count: number) {
  const at = await enrollmentBench()
  const api = httpHandler(enrollment, at.ports, { checkReplies: true })
  const ids: string[] = []
  for (let level = 1; level <= count; level += 1) {
    const { body } = await at.post('/courses', { title: { 'zh-CN': '数学', en: 'Maths' }, subject: 'Maths', level })
    ids.push(body.courseId)
  }
  const path = (n: number) => `/enrollment/campuses/${testCampusId}/courses/${ids[n]}`
  const read = (n: number) => ask(api, { method: 'GET', path: path(n), as: 'teacher' })
  const lead = async (n: number, to: number | string | null) => {
    const { etag = '' } = (await read(n)).headers
    const body = { successorCourseId: typeof to === 'number' ? ids[to] : to }
    return ask(api, {
      method: 'PUT',
      path: `${path(n)}/successor`,
      as: 'principal',
      body,
      headers: { 'if-match': etag },
    })
  }
  return { at, ids, read, lead }
}

test('E1: a course leads on to another, or to none any more', async () => {
  const { ids, read, lead } = await courses(2)
  expect(await lead(0, 1)).toMatchObject({
    status: 200,
    body: { courseId: ids[0], successorCourseId: ids[1], version: 2 },
  })
  expect((await lead(0, nthId('course', 9))).body).toMatchObject({ type: problem('unknownCourse') })
  expect((await read(0)).body.successorCourseId).toBe(ids[1])
  expect((await lead(0, null)).body).not.toHaveProperty('successorCourseId')
  expect((await read(0)).body).not.toHaveProperty('successorCourseId')
})

test('E1: no course leads back to itself, however long the way', async () => {
  const { ids, lead } = await courses(4)
  expect((await lead(0, 0)).body).toMatchObject({ type: problem('successorCircle') })
  for (const n of [0, 1, 2]) expect((await lead(n, n + 1)).status).toBe(200)
  const circle = await lead(3, 0)
  expect(circle).toMatchObject({
    status: 409,
    body: { type: problem('successorCircle'), details: { courseIds: ids.slice(0, 3) } },
  })
  expect((await lead(1, null)).status).toBe(200)
  expect((await lead(3, 0)).status).toBe(200)
})

test('E1: two who would close a circle together do not', async () => {
  const { lead } = await courses(2)
  const answers = await Promise.all([lead(0, 1), lead(1, 0)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
})
