import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { type Person, StoreFailure } from '@vestibule/store'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../app-error.ts'
import { isForCustomers } from '../auth/is-for-customers.ts'
import { toReturnTo } from '../auth/return-to.ts'
import { isLoopback } from '../config/read-value.ts'
import type { AppContext } from '../context.ts'
import { APP_PAGE_POLICY } from '../plugins/security-headers.ts'
import { readDeviceOf } from './device-cookie.ts'
import { takeRefusedAccount } from './refused-account.ts'

/** Of a page that cannot say whose it is, since the database is away. */
const COME_AGAIN_SECONDS = 5
const VIEWS_FOR_ALL = ['again', 'reset', 'verify']

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
export async function webPageRoutes(app: FastifyInstance, context: AppContext) {
  const { webRoot, config } = context
  if (!webRoot) return
  const [appPage, signInPage, apiDocsPage] = ['index.html', 'sign-in.html', 'api-docs.html'].map(
    (name) => readPage(webRoot, name, config.authority.origin),
  )
  const doors = {
    'data-registration': config.registration,
    'data-mail': context.mailer ? 'yes' : 'no',
  }

  const features = [...config.features].join(' ')

  app.setErrorHandler<Error>(async (error, request, reply) => {
    // To the handler of everything else.
    if (!(error instanceof StoreFailure) || !isPage(request)) throw error
    request.log.error({ err: error }, 'no database')
    // Who is signed in stays so, and is let in again by a reload.
    return reply
      .code(503)
      .header('retry-after', COME_AGAIN_SECONDS)
      .type('text/html; charset=utf-8')
      .send(dress(signInPage, undefined, { ...doors, 'data-away': request.id }))
  })

  // For everybody: who reads how the API is used need not be signed in.
  app.get('/api/docs', { schema: { hide: true } }, async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(dress(apiDocsPage, request.session.current?.person.preferences)),
  )

  app.get<{ Querystring: Record<string, unknown> }>(
    '/*',
    { schema: { hide: true } },
    async (request, reply) => {
      if (!isPage(request)) throw new AppError('not_found')
      const path = toPath(request)
      reply.type('text/html; charset=utf-8')
      const { current } = request.session
      const signIn = async () => {
        const device = await readDeviceOf(context, request)
        return dress(signInPage, device?.preferences, {
          ...doors,
          'data-customers': (await isForCustomers(context)) ? 'yes' : undefined,
          'data-door': device?.door,
          'data-hint': device?.hint,
          'data-account':
            request.query.error === 'tenant_not_allowed'
              ? takeRefusedAccount(context, request, reply)
              : undefined,
        })
      }
      if (path === '/sign-in') {
        const { error, view } = request.query
        // A link of a mail, and what wants the password once more, are for who is signed in as well.
        const isWanted = error !== undefined || VIEWS_FOR_ALL.some((one) => one === view)
        if (!current || isWanted) return reply.send(await signIn())
        return reply.redirect(toReturnTo(request.query.returnTo))
      }
      if (!current) return reply.code(401).send(await signIn())
      return reply.header('content-security-policy', APP_PAGE_POLICY).send(
        dress(appPage, current.person.preferences, {
          'data-features': features,
          'data-customers': (await isForCustomers(context)) ? 'yes' : undefined,
        }),
      )
    },
  )
}

const toPath = ({ url }: FastifyRequest) => url.split('?', 1)[0] ?? '/'

function isPage(request: FastifyRequest): boolean {
  const { accept = '' } = request.headers
  return accept.includes('text/html') && !/^\/(api|auth)\//.test(toPath(request))
}

/**
 * What the page must know before its first paint: how it is to look, and what the doors are. Attributes
 * of its first element, since the policy allows no script in the page.
 */
function dress(
  page = '',
  preferences?: Person['preferences'],
  more: Record<string, string | null | undefined> = {},
): string {
  const attributes = Object.entries({
    'data-accent': preferences?.accentColor,
    'data-theme': preferences?.theme,
    'data-locale': preferences?.locale,
    ...more,
  })
    .filter(([, value]) => value != null)
    .map(([name, value]) => ` ${name}="${toAttributeText(value ?? '')}"`)
  return page.replace('<html lang="en"', (tag) => tag + attributes.join(''))
}

function toAttributeText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function readPage(webRoot: string, name: string, authorityOrigin: string): string {
  const kind = isLoopback(new URL(authorityOrigin).hostname) ? 'local' : 'cloud'
  return readFileSync(join(webRoot, name), 'utf8').replace(
    '<meta name="vestibule-authority" content="unknown"',
    `<meta name="vestibule-authority" content="${kind}"`,
  )
}
