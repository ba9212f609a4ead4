import type { BodyType, Message } from './message.ts'

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Paragraphs of plain text as Outlook writes them. */
export function toHtmlBody(text: string): string {
  const paragraphs = text
    .split(/\r?\n\r?\n/)
    .map((paragraph) => `<p>${escapeText(paragraph).replaceAll(/\r?\n/g, '<br>\r\n')}</p>`)
  return [
    '<html><head>',
    '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>',
    ...paragraphs,
    '</body></html>',
  ].join('\r\n')
}

/** What a person would read: no markup, no scripts, no styles. */
function toTextBody(html: string): string {
  return html
    .replace(/<(script|style|head|title)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .replace(/\r?\n/g, ' ')
    .replace(/<br\b[^>]*>/gi, '\r\n')
    .replace(/<\/(p|div|h[1-6]|li|tr)\s*>/gi, '\r\n\r\n')
    .replace(/<[^>]*(>|$)/g, '')
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').trim())
    .join('\r\n')
    .replace(/(\r\n){3,}/g, '\r\n\r\n')
    .trim()
}

/** The body in the kind that was asked for. */
export function toBody({ body }: Message, wanted: BodyType): Message['body'] {
  if (body.contentType === wanted) return body
  const convert = wanted === 'text' ? toTextBody : toHtmlBody
  return { contentType: wanted, content: convert(body.content) }
}

/** The first 255 characters of the text, on one line. */
export function toPreview(message: Message): string {
  const text = toBody(message, 'text').content.replace(/\s+/g, ' ').trim()
  return [...text].slice(0, 255).join('')
}
