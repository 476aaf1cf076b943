import type { Problem } from './problem.ts'

/** What a family reads in a browser instead of a problem document, in both languages. */
const sentences: Readonly<Record<number, readonly [chinese: string, english: string]>> = {
  400: ['填写的内容有误，请返回检查。', 'Something in the form is not right. Please go back and check it.'],
  404: ['此链接无效。', 'This link is not valid.'],
  409: ['该内容已提交过。', 'This was already sent.'],
  410: ['此链接已过期或已使用。', 'This link has expired or was already used.'],
}

const otherwise = ['暂时无法打开，请稍后再试。', 'This cannot be opened now. Please try again later.'] as const

const isWord = (text: string): boolean => /^[A-Za-z0-9_.:=-]+$/.test(text)

/** The page for a problem; it holds nothing that was sent. */
export function problemPage({ status, requestId }: Problem): string {
  const [chinese, english] = sentences[status] ?? otherwise
  const reference = isWord(requestId) ? `<p><small>${requestId}</small></p>` : ''
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${chinese}</title></head>
<body style="font-family: system-ui, sans-serif; margin: 15vh auto; max-width: 30rem; padding: 0 1rem">
<p>${chinese}</p><p lang="en">${english}</p>${reference}
</body>
</html>
`
}
