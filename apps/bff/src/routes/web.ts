import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../app-error.ts'
import { toReturnTo } from '../auth/return-to.ts'
import { isLoopback } from '../config/read-value.ts'
import type { AppContext } from '../context.ts'

/** The SPA's files. They are the same for everybody and named by their content. */
export async function webAssetRoutes(app: FastifyInstance, { webRoot }: AppContext) {
  if (!webRoot) return
  await app.register(fastifyStatic, {
    root: join(webRoot, 'assets'),
    prefix: '/assets/',
    index: false,
    dotfiles: 'ignore',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
  })
}

/**
 * The pages. Who is signed in gets the application; who is not gets the sign-in page at that very
 * address, with status 401, so that signing in leads back to it.
 */
export async function webPageRoutes(app: FastifyInstance, { webRoot, config }: AppContext) {
  if (!webRoot) return
  const pages = {
    app: readPage(webRoot, 'index.html', config.authority.origin),
    signIn: readPage(webRoot, 'sign-in.html', config.authority.origin),
  }

  app.get<{ Querystring: Record<string, unknown> }>(
    '/*',
    { schema: { hide: true } },
    async (request, reply) => {
      const path = request.url.split('?', 1)[0] ?? '/'
      const isPage = request.headers.accept?.includes('text/html') && !/^\/(api|auth)\//.test(path)
      if (!isPage) throw new AppError('not_found')
      reply.type('text/html; charset=utf-8')
      const isSignedIn = request.session.current !== undefined
      if (path === '/sign-in') {
        if (!isSignedIn || 'error' in request.query) return reply.send(pages.signIn)
        return reply.redirect(toReturnTo(request.query.returnTo))
      }
      return isSignedIn ? reply.send(pages.app) : reply.code(401).send(pages.signIn)
    },
  )
}

function readPage(webRoot: string, name: string, authorityOrigin: string): string {
  const kind = isLoopback(new URL(authorityOrigin).hostname) ? 'local' : 'cloud'
  return readFileSync(join(webRoot, name), 'utf8').replace(
    '<meta name="vestibule-authority" content="unknown"',
    `<meta name="vestibule-authority" content="${kind}"`,
  )
}
