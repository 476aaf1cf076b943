import { campusOf } from '@tutelage/shared/contracts/campus.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { surveyPage, thanksPage } from './survey-page.ts'

const tags = (html: string): readonly string[] => html.match(/<[^>]*>/g) ?? []

test('Whatever a campus is called, its pages hold the same elements', () => {
  const plain = campusOf(sampleCampus())
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', ' ', '校') }), (name) => {
      const named = { ...plain, name: { 'zh-CN': name, en: name } }
      for (const write of [surveyPage, thanksPage]) {
        for (const language of ['zh-CN', 'en'] as const) {
          expect(tags(write(named, language))).toEqual(tags(write(plain, language)))
        }
      }
    }),
  )
})
