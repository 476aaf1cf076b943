import { lowSatisfactionDetected, surveyAnswered } from '@tutelage/shared/contracts/feedback/events.ts'
import { contactPreferenceChanged } from '@tutelage/shared/contracts/leads/events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { answerLink, completed, type SurveyBench, surveyBench } from '../testing/survey-bench.ts'

const comment = '老师换得太勤 <script>alert(1)</script>'

async function listed(bench: SurveyBench, status: string) {
  const reply = await bench.ask({ method: 'GET', path: `/surveys?status=${status}`, as: 'learningManager' })
  return reply.body.items
}

test('F7: the link opens a page that needs no script, and looking at it changes nothing', async () => {
  const bench = await surveyBench()
  const link = await answerLink(bench)
  const before = bench.table.all()
  const page = await bench.open(link)
  expect(page.status).toBe(200)
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.text).toContain('<form method="post">')
  expect(page.text.match(/<input type="radio" name="rating" value="[1-5]" required>/g)).toHaveLength(5)
  expect(page.text).toContain('<label for="comment">')
  expect(page.text).not.toContain('<script')
  expect(bench.table.all()).toEqual(before)
})

test('Language: the page is in the language of the campus, of the household, or the one asked for', async () => {
  const bench = await surveyBench()
  const link = await answerLink(bench)
  expect((await bench.open(link)).text).toContain('<html lang="zh-CN">')
  expect((await bench.open(`${link}?language=en`)).text).toContain('How satisfied are you')
  const { householdId } = completed(1)
  const prefers = (language: 'en' | 'zh-CN') => ({ householdId, language, refusedChannels: [], refusedCategories: [] })
  await bench.deliver(contactPreferenceChanged, prefers('en'), { number: 12, aggregateVersion: 3 })
  await bench.deliver(contactPreferenceChanged, prefers('zh-CN'), { number: 11, aggregateVersion: 2 })
  expect((await bench.open(link)).text).toContain('<html lang="en">')
  expect((await bench.open(`${link}?language=zh-CN`)).text).toContain('您对刚刚结束的课程满意吗')
})

test('F7: an answer is thanked for, kept and told, with its words only in a person item', async () => {
  const bench = await surveyBench()
  const link = await answerLink(bench)
  const thanks = await bench.answer(link, { rating: '4', comment })
  expect(thanks).toMatchObject({ status: 200, text: expect.stringContaining('谢谢您的评价') })
  expect(bench.eventsOf(surveyAnswered)[0]?.data).toMatchObject({ householdId: completed(1).householdId, rating: 4 })
  expect(bench.eventsOf(lowSatisfactionDetected)).toEqual([])
  const [survey] = await listed(bench, 'answered')
  const read = await bench.ask({ method: 'GET', path: `/surveys/${survey.surveyId}/answer`, as: 'campusManager' })
  expect(read.body).toMatchObject({ survey: { status: 'answered', rating: 4 }, comment })
  const holders = bench.table.all().filter((item) => JSON.stringify(item).includes('老师换得太勤'))
  expect(holders.map(({ sk }) => sk)).toEqual(['PERSON#COMMENT'])
})

test('F7: a rating alone is an answer, as a browser sends the empty field', async () => {
  const bench = await surveyBench()
  const link = await answerLink(bench)
  expect((await bench.answer(link, { rating: '5', comment: '\r\n ' })).status).toBe(200)
  expect(bench.table.all().some(({ entity }) => entity === 'surveyWords')).toBe(false)
})

test('F8: a low rating is work for the same day, until somebody looked after it', async () => {
  const bench = await surveyBench()
  const link = await answerLink(bench)
  await bench.answer(link, { rating: '2', comment })
  expect(bench.eventsOf(lowSatisfactionDetected)[0]?.data).toMatchObject({ rating: 2 })
  const [low] = await listed(bench, 'low')
  expect(low).toMatchObject({ status: 'low', rating: 2, dueAt: '2026-03-02T16:00:00.000Z' })
  const handle = () =>
    bench.ask({
      method: 'POST',
      path: `/surveys/${low.surveyId}/handling`,
      body: { note: '已致电，换回原来的老师' },
      as: 'learningManager',
    })
  expect(await handle()).toMatchObject({
    status: 200,
    body: { status: 'handled', handledBy: { kind: 'learningManager' } },
  })
  expect(await handle()).toMatchObject({ status: 409, body: { type: 'urn:tutelage:problem:notLow' } })
  expect(await listed(bench, 'low')).toEqual([])
  const read = await bench.ask({ method: 'GET', path: `/surveys/${low.surveyId}/answer`, as: 'principal' })
  expect(read.body).toMatchObject({ survey: { status: 'handled' }, comment, handlingNote: '已致电，换回原来的老师' })
})

test('F8: what is low is the campus to say', async () => {
  const bench = await surveyBench()
  await bench.ask({ method: 'PUT', path: '/policies/survey', body: { lowRating: 3 }, as: 'principal' })
  await bench.answer(await answerLink(bench), { rating: '3' })
  expect(bench.eventsOf(lowSatisfactionDetected)).toHaveLength(1)
})

test('F7: of fifty answers sent at once, one counts', async () => {
  const bench = await surveyBench()
  const link = await answerLink(bench)
  const ratings = Array.from({ length: 50 }, (_, index) => String((index % 5) + 1))
  const replies = await Promise.all(ratings.map((rating) => bench.answer(link, { rating, comment: `第 ${rating} 次` })))
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(replies.filter(({ status }) => status === 410)).toHaveLength(49)
  expect(bench.eventsOf(surveyAnswered)).toHaveLength(1)
  const counted = ratings[replies.findIndex(({ status }) => status === 200)]
  expect(bench.eventsOf(surveyAnswered)[0]?.data.rating).toBe(Number(counted))
})

test('F7: a link that was used, has expired or was altered shows a friendly page and takes nothing', async () => {
  const bench = await surveyBench()
  const link = await answerLink(bench)
  const last = link.at(-2) === 'A' ? 'B' : 'A'
  const altered = `${link.slice(0, -2)}${last}${link.at(-1)}`
  for (const reply of [await bench.open(altered), await bench.answer(altered, { rating: '1' })]) {
    expect(reply).toMatchObject({ status: 404, text: expect.stringContaining('此链接无效') })
  }
  await bench.answer(link, { rating: '5' })
  for (const reply of [await bench.open(link), await bench.answer(link, { rating: '1' })]) {
    expect(reply).toMatchObject({
      status: 410,
      text: expect.stringContaining('This link has expired or was already used'),
    })
  }
  const late = await surveyBench()
  const expired = await answerLink(late)
  late.clock.advance(14 * dayMs)
  expect(await late.answer(expired, { rating: '1' })).toMatchObject({ status: 410 })
  expect(late.eventsOf(surveyAnswered)).toEqual([])
})

test('Bad input: a rating that is none changes nothing, and the page says so', async () => {
  const bench = await surveyBench()
  const link = await answerLink(bench)
  const bad: Record<string, string>[] = [{}, { rating: '0' }, { rating: '6' }, { rating: '1.5' }]
  for (const form of [...bad, { rating: '3', comment: 'x'.repeat(4_001) }]) {
    const reply = await bench.answer(link, form)
    expect(reply).toMatchObject({ status: 400, text: expect.stringContaining('填写的内容有误') })
    expect(reply.text).not.toContain('xxxx')
  }
  expect(bench.eventsOf(surveyAnswered)).toEqual([])
})

test('Least privilege: surveys are read by who looks after families, not by teachers', async () => {
  const bench = await surveyBench()
  expect(await bench.ask({ method: 'GET', path: '/surveys', as: 'teacher' })).toMatchObject({ status: 403 })
  expect(await bench.ask({ method: 'GET', path: '/surveys' })).toMatchObject({ status: 401 })
})
