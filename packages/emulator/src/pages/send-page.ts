import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { type Html, html, Html as Markup } from './html.ts'
import { style } from './style.ts'

export interface Page {
  title: string
  body: Html
  status?: number
  isWide?: boolean
  /** Loads a page again and again, without a script. */
  refresh?: { seconds: number; url: string }
  /** `no-referrer` makes browsers send `Origin: null` with a form, so a page whose forms tell it by that sets this. */
  referrerPolicy?: 'same-origin'
  /** The one script of a page; allowed by its hash. */
  script?: string
  /** Whose pages may be framed in this one. */
  frameOrigins?: string[]
}

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * Sends a page of the tenant. There is no `form-action` in its policy: browsers apply it to the redirect
 * after the form as well, and that one leads to the application.
 */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  const script = page.script === undefined ? "'none'" : hashOf(page.script)
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${page.refresh && html`<meta http-equiv="refresh" content="${page.refresh.seconds}; url=${page.refresh.url}">`}
<title>${page.title} · Demo tenant</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header class="banner">Demo tenant - not Microsoft. Every person and password here is made up.</header>
<main${page.isWide && new Markup(' class="wide"')}>
${page.body}
</main>
${page.script !== undefined && new Markup(`<script>${page.script}</script>`)}
</body>
</html>
`
  return reply
    .code(page.status ?? 200)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      'referrer-policy': page.referrerPolicy ?? 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': [
        "default-src 'none'",
        `style-src ${hashOf(style)}`,
        `script-src ${script}`,
        ...(page.frameOrigins?.length ? [`frame-src ${page.frameOrigins.join(' ')}`] : []),
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    })
    .send(document.toString())
}
