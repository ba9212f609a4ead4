import { type Html, html } from '../pages/html.ts'

/** Ends before what closes a sentence or a bracket rather than the address. */
const address = /https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/gi

/** The text in pieces, of which each http and https address is a link; nothing else becomes one. */
export function linkAddresses(text: string): (string | Html)[] {
  const pieces: (string | Html)[] = []
  let end = 0
  for (const { 0: url, index } of text.matchAll(address)) {
    if (!URL.canParse(url)) continue
    pieces.push(text.slice(end, index), html`<a href="${url}" rel="noreferrer">${url}</a>`)
    end = index + url.length
  }
  return [...pieces, text.slice(end)]
}
