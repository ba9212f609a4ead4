import { PROBLEMS, type ProblemCode } from '@vestibule/contract'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../app-error.ts'

/** What a problem's `type` leads to: the code explained, for who calls the API. */
export async function problemPagesRoutes(app: FastifyInstance) {
  app.get<{ Params: { code: string } }>(
    '/docs/problems/:code',
    { schema: { hide: true } },
    async ({ params: { code } }, reply) => {
      if (!isProblemCode(code)) throw new AppError('not_found')
      return reply.type('text/html; charset=utf-8').send(toPage(code))
    },
  )
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

// Nothing here comes from a request: the codes and their texts are the contract's own.
function toPage(code: ProblemCode): string {
  const { status, title, help } = PROBLEMS[code]
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${code} · Vestibule</title></head>
<body><main><h1><code>${code}</code></h1><p>${title}</p><p>${help.replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>
<p>HTTP status ${status}.</p></main></body>
</html>
`
}
