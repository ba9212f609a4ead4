import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { assertDescribed } from './assert-described.ts'
import { createBrowser, signIn } from './sign-in-driver.ts'

type Reply = LightMyRequestResponse

/** A browser as the application sees it: one jar of cookies, and the headers a page of ours sends. */
export interface Visitor {
  cookies: Map<string, string>
  /** The session cookie, as `name=value`; empty without one. */
  sessionCookie(): string
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  /** What a link does, rather than a script. */
  open(path: string, headers?: Record<string, string>): Promise<Reply>
  post(path: string, body?: object, headers?: Record<string, string>): Promise<Reply>
  patch(path: string, body: object, headers?: Record<string, string>): Promise<Reply>
  delete(path: string, headers?: Record<string, string>): Promise<Reply>
  /** Starts at /auth/login and comes as far as the authority's answer to /auth/callback. */
  reachCallback(
    person: string,
    loginPath?: string,
    headers?: Record<string, string>,
  ): Promise<string>
  /** The whole walk. Returns the callback's reply. */
  signIn(person: string, returnTo?: string): Promise<Reply>
}

/** What a page of ours sends along with an unsafe request. */
export const SAME_ORIGIN = { 'x-csrf': '1', 'sec-fetch-site': 'same-origin' }

/** @param appOrigin where the visitor believes the application to be; a proxy in front ends TLS */
export function createVisitor(app: FastifyInstance, appOrigin: string): Visitor {
  const { host, protocol } = new URL(appOrigin)
  const cookies = new Map<string, string>()
  // The tenant keeps cookies of its own: it is another site.
  const tenant = createBrowser()

  async function send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    headers: Record<string, string>,
    payload?: object,
  ): Promise<Reply> {
    const reply = await app.inject({
      method,
      url: path,
      headers: {
        host,
        'x-forwarded-proto': protocol.replace(':', ''),
        ...(cookies.size > 0 && {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        }),
        ...headers,
      },
      ...(payload && { payload }),
    })
    assertDescribed(method, path, reply)
    for (const { name, value, maxAge, expires } of reply.cookies) {
      const isGone = maxAge === 0 || (expires !== undefined && expires.getTime() <= Date.now())
      if (isGone || value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return reply
  }

  const visitor: Visitor = {
    cookies,
    sessionCookie() {
      const found = [...cookies].find(([name]) => /^(__Host-vestibule|vestibule-\d+)$/.test(name))
      return found ? found.join('=') : ''
    },
    get: (path, headers = {}) => send('GET', path, { accept: 'application/json', ...headers }),
    open: (path, headers = {}) => send('GET', path, { accept: 'text/html', ...headers }),
    post: (path, body, headers = SAME_ORIGIN) => send('POST', path, headers, body),
    patch: (path, body, headers = SAME_ORIGIN) => send('PATCH', path, headers, body),
    delete: (path, headers = SAME_ORIGIN) => send('DELETE', path, headers),
    async reachCallback(person, loginPath = '/auth/login', headers = {}) {
      const started = await visitor.open(loginPath, headers)
      const answer = await signIn(tenant, String(started.headers.location), person)
      return answer.pathname + answer.search
    },
    async signIn(person, returnTo = '/') {
      const login = `/auth/login?${new URLSearchParams({ returnTo })}`
      return visitor.open(await visitor.reachCallback(person, login))
    },
  }
  return visitor
}
