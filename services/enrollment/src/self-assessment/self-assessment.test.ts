import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { describe, expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

const quiz = {
  title: 'Fractions',
  questions: [
    { text: '1/2 + 1/2', choices: ['1', '2/4', '1/4'], rightChoice: 0 },
    { text: '1/2 of 3', choices: ['3', '1.5'], rightChoice: 1 },
  ],
}

/** A student with a link to a quiz of two questions. */
async function invited() {
  const at = await enrollmentBench()
  const { courseId } = await at.classGroup()
  const studentId = await at.student(1)
  const { quizId } = (await at.post(`/courses/${courseId}/quizzes`, quiz)).body
  const { url } = (await at.post(`/quizzes/${quizId}/links`, { studentId })).body
  const path = `/quiz-links/${new URL(url).pathname.split('/').at(-1)}`
  const answer = (answers: readonly number[], quizVersion = 1) => at.post(`${path}/attempts`, { answers, quizVersion })
  const history = async () => (await at.get(`/students/${studentId}/courses/${courseId}/attempts`)).body.items
  const revise = (body: object, ifMatch: string) => at.put(`/quizzes/${quizId}`, body, { 'if-match': ifMatch })
  return { ...at, courseId, studentId, quizId, path, answer, history, revise }
}

describe('E18 self-assessment', () => {
  test('the right answers are never shown before answering, then it is told which were right', async () => {
    const { get, path, answer } = await invited()
    const opened = await get(path)
    const questions = quiz.questions.map(({ text, choices }) => ({ text, choices }))
    expect(opened.body).toEqual({ title: 'Fractions', quizVersion: 1, questions, attemptsLeft: 3 })
    expect(JSON.stringify(opened.body)).not.toContain('right')
    expect((await answer([0, 0])).body).toMatchObject({ score: 1, right: [true, false], attemptsLeft: 2 })
  })

  test('a quiz is answered as often as the campus allows, also by two answers at once', async () => {
    const { put, answer, history, get, path } = await invited()
    await put('/policies/self-assessment', { mostAttempts: 2 })
    const answers = await Promise.all([answer([0, 1]), answer([0, 0]), answer([1, 0])])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409])
    expect((await answer([0, 1])).body.type).toBe(problem('noAttemptsLeft'))
    expect(await history()).toHaveLength(2)
    expect((await get(path)).body.attemptsLeft).toBe(0)
  })

  test('an attempt keeps the version that it answered, also when the quiz was written anew meanwhile', async () => {
    const { revise, answer, history, get, path } = await invited()
    const [first, second] = quiz.questions
    const swapped = { title: 'Fractions II', questions: [{ ...first, rightChoice: 2 }, second, first] }
    expect((await revise(swapped, '"1"')).body).toMatchObject({ quizVersion: 2, title: 'Fractions II' })
    expect((await revise(quiz, '"1"')).status).toBe(412)
    expect((await answer([0, 1])).body).toMatchObject({ quizVersion: 1, score: 2 })
    expect((await get(path)).body).toMatchObject({ quizVersion: 2, attemptsLeft: 2 })
    expect((await answer([0, 1, 0], 2)).body).toMatchObject({ quizVersion: 2, right: [false, true, true] })
    expect(await history()).toMatchObject([
      { title: 'Fractions', quizVersion: 1, score: 2 },
      { title: 'Fractions II', quizVersion: 2, score: 2 },
    ])
  })

  test('missing answers, choices that are none and versions that are none are refused and use up no attempt', async () => {
    const { answer, get, path } = await invited()
    for (const answers of [[0], [0, 1, 1], [0, 2]]) {
      expect((await answer(answers)).body.type).toBe(problem('answersMissing'))
    }
    expect((await answer([0, 1], 2)).body.type).toBe(problem('unknownVersion'))
    expect((await get(path)).body.attemptsLeft).toBe(3)
  })

  test('a link holds for the days that the campus says', async () => {
    const { clock, get, path, answer } = await invited()
    clock.advance(30 * dayMs)
    expect((await get(path)).body.type).toBe(problem('linkExpired'))
    expect((await answer([0, 1])).body.type).toBe(problem('linkExpired'))
  })

  test('quizzes are listed by course without their questions; a choice that is none is no right one', async () => {
    const { get, post, courseId, quizId } = await invited()
    const { items } = (await get(`/courses/${courseId}/quizzes`)).body
    expect(items).toEqual([{ quizId, courseId, title: 'Fractions', quizVersion: 1 }])
    const wrong = { title: 'x', questions: [{ text: 'a', choices: ['b', 'c'], rightChoice: 2 }] }
    expect((await post(`/courses/${courseId}/quizzes`, wrong)).status).toBe(400)
    expect((await get(`/quizzes/${quizId}`, 'frontDesk')).status).toBe(403)
  })
})
