import type { Campus } from '@tutelage/shared/contracts/campus.ts'
import type { Language } from '@tutelage/shared/contracts/fields.ts'
import { escapeHtml, page } from '@tutelage/shared/messaging/html-page.ts'

/** What a survey's pages say, in one language. */
interface Wording {
  readonly title: string
  readonly question: string
  /** For the ratings 5 to 1. */
  readonly ratings: readonly string[]
  readonly comment: string
  readonly send: string
  readonly thanks: string
  readonly thanksText: string
  readonly hotline: string
  /** The other language, by its own name. */
  readonly other: { readonly language: Language; readonly name: string }
}

const wordings: Readonly<Record<Language, Wording>> = {
  'zh-CN': {
    title: '课程满意度调查',
    question: '您对刚刚结束的课程满意吗？',
    ratings: ['非常满意', '满意', '一般', '不满意', '非常不满意'],
    comment: '您想告诉我们的话（可不填）',
    send: '提交',
    thanks: '谢谢您的评价',
    thanksText: '我们已经收到。如有需要，我们会尽快与您联系。',
    hotline: '服务热线',
    other: { language: 'en', name: 'English' },
  },
  en: {
    title: 'How was the course?',
    question: 'How satisfied are you with the course that has just ended?',
    ratings: ['Very satisfied', 'Satisfied', 'Neither', 'Dissatisfied', 'Very dissatisfied'],
    comment: 'Anything you would like to tell us (optional)',
    send: 'Send',
    thanks: 'Thank you',
    thanksText: 'We have your answer. Where it is called for we will be in touch soon.',
    hotline: 'Hotline',
    other: { language: 'zh-CN', name: '中文' },
  },
}

const signature = ({ name, hotline }: Campus, language: Language): string =>
  `<p>${escapeHtml(name[language])}<br>${wordings[language].hotline}: ${escapeHtml(hotline)}</p>`

const choice = (label: string, index: number): string =>
  `<p><label><input type="radio" name="rating" value="${5 - index}" required> ${5 - index} ${escapeHtml(label)}</label></p>`

/** The form: five choices, a field for words, one button; and the way to the other language. Rules: F7, Language. */
export function surveyPage(campus: Campus, language: Language): string {
  const { title, question, ratings, comment, send, other } = wordings[language]
  const form =
    `<form method="post"><fieldset><legend>${escapeHtml(question)}</legend>${ratings.map(choice).join('')}</fieldset>` +
    `<p><label for="comment">${escapeHtml(comment)}</label>` +
    `<textarea id="comment" name="comment" rows="4" maxlength="2000"></textarea></p>` +
    `<p><button type="submit">${escapeHtml(send)}</button></p></form>`
  const switched = `<p><a href="?language=${other.language}" lang="${other.language}" hreflang="${other.language}">${other.name}</a></p>`
  return page({ language, title, content: form + signature(campus, language) + switched })
}

/** What is shown after the answer. */
export function thanksPage(campus: Campus, language: Language): string {
  const { thanks, thanksText } = wordings[language]
  return page({
    language,
    title: thanks,
    content: `<p>${escapeHtml(thanksText)}</p>${signature(campus, language)}`,
  })
}
