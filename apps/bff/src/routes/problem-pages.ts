import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROBLEMS, type Problem, type ProblemCode } from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { PROBLEM_TEXTS } from './problem-texts.ts'

const CODES = Object.keys(PROBLEMS) as ProblemCode[]

/** What a problem's `type` leads to: the code explained, for who calls the API; and all of them. */
export async function problemPagesRoutes(app: FastifyInstance, { webRoot, config }: AppContext) {
  const styles = webRoot ? readStyles(webRoot) : ''

  app.get('/docs/problems', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(toPage(styles, 'Problem codes', toIndex())),
  )

  app.get<{ Params: { code: string } }>(
    '/docs/problems/:code',
    { schema: { hide: true } },
    async ({ params: { code } }, reply) => {
      if (!isProblemCode(code)) throw new AppError('not_found')
      const body = toArticle(code, config.appOrigin)
      return reply.type('text/html; charset=utf-8').send(toPage(styles, code, body))
    },
  )
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

/** The style sheets of the API reference, under the names that their contents give them. */
function readStyles(webRoot: string): string {
  const page = readFileSync(join(webRoot, 'api-docs.html'), 'utf8')
  return (page.match(/<link rel="stylesheet"[^>]*>/g) ?? []).join('')
}

// Nothing here comes from a request: the codes and their texts are our own.
function toPage(styles: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} – Vestibule</title>${styles}</head>
<body><main class="document">
${body}
</main></body>
</html>
`
}

function toIndex(): string {
  const items = CODES.map((code) => {
    const { status, title } = PROBLEMS[code]
    return `<li><a href="/docs/problems/${code}"><code>${code}</code></a> ${status}<p>${title}</p></li>`
  })
  return `<nav aria-label="Reference"><a href="/api/docs">API reference</a></nav>
<h1>Problem codes</h1>
<p>Every request that fails answers a problem (RFC 9457). A program decides by
<code>code</code>, which is stable; <code>detail</code> is a sentence for a person, and
<code>requestId</code> is what to quote when you ask for help.</p>
<ul>
${items.join('\n')}
</ul>`
}

function toArticle(code: ProblemCode, origin: string): string {
  const { status, title, help } = PROBLEMS[code]
  const { meaning, members } = PROBLEM_TEXTS[code]
  const example: Problem = {
    type: `${origin}/docs/problems/${code}`,
    title,
    status,
    detail: title,
    code,
    requestId: '9d3f0c1e-6f0a-4a53-9f5e-0d6a4f1f2b7c',
    ...members,
  }
  return `<nav aria-label="Reference"><a href="/api/docs">API reference</a> <a href="/docs/problems">All problem codes</a></nav>
<h1><code>${code}</code></h1>
<p>${title} HTTP status ${status}.</p>
<h2>What it means</h2>
<p>${toMarkup(meaning)}</p>
<h2>What to do</h2>
<p>${toMarkup(help)}</p>
<h2>What the reply looks like</h2>
<pre><code>${escapeText(JSON.stringify(example, null, 2))}</code></pre>`
}

/** A sentence, in which backticks are around what is code. */
function toMarkup(sentence: string): string {
  return escapeText(sentence).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
