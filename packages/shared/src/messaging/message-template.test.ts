import { describe, expect, test } from 'vitest'
import { campusOf } from '../contracts/campus.ts'
import { languageField } from '../contracts/fields.ts'
import { sampleCampus } from '../testing/sample-campus.ts'
import { allTemplates, findTemplate } from './all-templates.ts'
import { localFormat } from './local-format.ts'
import { htmlOf } from './mail-html.ts'

const campus = campusOf(sampleCampus())
const request = {
  params: { link: 'https://tutelage.test/feedback/x', expiresAt: '2026-03-09T01:00:00.000Z' },
  addressee: 'Li Fang',
  student: 'Li Ming',
  campus,
} as const

function written(name: string, language: 'zh-CN' | 'en', params: Record<string, unknown> = request.params) {
  const template = findTemplate(name)
  if (!template) throw new Error(`no template ${name}`)
  return template.write({ ...request, params, language })
}

describe('messages are written in the language of the household', () => {
  test('the same message exists in Simplified Chinese and English, signed with campus and hotline', () => {
    const chinese = written('courseSurvey', 'zh-CN')
    const english = written('courseSurvey', 'en')
    if (!chinese.ok || !english.ok) throw new Error('refused')
    expect(chinese.value.text).toMatch(
      /^Li Fang，您好：[\s\S]*Li Ming的课程已经结束[\s\S]*东校区\n服务热线：\+86 21 5555 0100$/,
    )
    expect(english.value.text).toMatch(
      /^Dear Li Fang,[\s\S]*Li Ming's course has ended[\s\S]*East Campus\nHotline: \+86 21 5555 0100$/,
    )
  })

  test('moments are in the time zone of the campus', () => {
    const english = written('courseSurvey', 'en')
    expect(english.ok && english.value.text).toContain('Monday, 9 March 2026 at 09:00')
  })

  test('a link to refuse such messages stands at the end of those that may be refused', () => {
    const template = findTemplate('courseSurvey')
    const decided = template?.write({ ...request, language: 'en', unsubscribeUrl: 'https://tutelage.test/u/1' })
    expect(decided?.ok && decided.value.text.endsWith('No more messages of this kind: https://tutelage.test/u/1')).toBe(
      true,
    )
  })

  test('params of another shape are refused, naming them and not their values', () => {
    const decided = written('courseSurvey', 'en', { link: 'secret words', expiresAt: 'never' })
    expect(decided).toMatchObject({ ok: false, code: 'paramsInvalid', details: { paths: ['link', 'expiresAt'] } })
    expect(JSON.stringify(decided)).not.toContain('secret words')
  })

  test('every template has a wording in every language', () => {
    expect(allTemplates.length).toBeGreaterThan(10)
    for (const template of allTemplates) {
      expect(Object.keys(template.wordings).sort(), template.name).toEqual([...languageField().options].sort())
    }
  })

  test('no two templates share a name', () => {
    expect(new Set(allTemplates.map(({ name }) => name)).size).toBe(allTemplates.length)
  })
})

describe('figures are written without floats', () => {
  test.each([
    [0, 'CN¥0.00'],
    [5, 'CN¥0.05'],
    [-123_456, '-CN¥1,234.56'],
    [9_007_199_254_740_991, 'CN¥90,071,992,547,409.91'],
  ])('%i fen', (amount, text) => {
    expect(localFormat(campus, 'en').money(amount)).toBe(text)
  })

  test('a currency without a minor unit has no decimals', () => {
    expect(localFormat({ ...campus, currency: 'JPY' }, 'en').money(1_500)).toBe('JP¥1,500')
  })

  test('hundredths of an hour', () => {
    expect(localFormat(campus, 'en').hours(150)).toBe('1.5')
    expect(localFormat(campus, 'en').hours(-25)).toBe('-0.25')
  })
})

describe('mail as HTML', () => {
  test('what people wrote is text, not markup', () => {
    expect(htmlOf('<script>alert("1")</script>', 'en')).not.toContain('<script>')
  })

  test('a link can be followed', () => {
    expect(htmlOf('see https://tutelage.test/a/b.c', 'en')).toContain('<a href="https://tutelage.test/a/b.c">')
  })
})
