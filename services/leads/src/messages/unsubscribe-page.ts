import type { Language } from '@tutelage/shared/contracts/fields.ts'
import { page } from '@tutelage/shared/messaging/html-page.ts'

type Kind = 'service' | 'care' | 'survey' | 'promotion'

const kinds: Record<Language, Record<Kind, string>> = {
  'zh-CN': { service: '服务通知', care: '关怀与节日祝福', survey: '满意度调查', promotion: '优惠活动' },
  en: { service: 'service notices', care: 'greetings and care messages', survey: 'surveys', promotion: 'offers' },
}

/** Asks before anything changes: mail programs open links by themselves. */
export function confirmPage(kind: Kind, language: Language): string {
  const [title, button] =
    language === 'zh-CN'
      ? [`不再接收${kinds[language][kind]}`, '确认退订']
      : [`No more ${kinds[language][kind]}`, 'Yes, stop them']
  return page({ language, title, content: `<form method="post"><button type="submit">${button}</button></form>` })
}

export function donePage(kind: Kind, language: Language): string {
  const [title, text] =
    language === 'zh-CN'
      ? ['已退订', `我们不会再向您发送${kinds[language][kind]}。`]
      : ['Done', `You will get no more ${kinds[language][kind]} from us.`]
  return page({ language, title, content: `<p>${text}</p>` })
}
