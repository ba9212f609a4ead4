import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import helmet, { type HelmetOptions } from 'helmet'
import { isLoopback } from '../config/read-value.ts'
import type { AppContext } from '../context.ts'

/** Of every reply, but for what a page of its own needs. helmet's defaults would allow inline styles. */
const DIRECTIVES = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ["'none'"],
}

/**
 * The style of the frame that shows a message, `MESSAGE_STYLE` of `apps/web/src/components/message-document.ts`: the
 * one style that need not come from a file. A browser that refuses it writes the hash it should be to its console.
 */
const MESSAGE_STYLE = "'sha256-GbNcc1wp3WCne0Umm56evM1DL6LNAQAwBudCvA4usd0='"

/**
 * The policy of the application's page, which shows other people's mail in a sandboxed frame. The frame's document is
 * a `blob:` made by the page, and what such a document may do is what its maker may, less what it says itself
 * (https://html.spec.whatwg.org/multipage/browsers.html#determining-navigation-params-policy-container): so its style
 * and the pictures that stand in a message have to be allowed here.
 */
export const APP_PAGE_POLICY = toPolicy({
  ...DIRECTIVES,
  styleSrc: [...DIRECTIVES.styleSrc, MESSAGE_STYLE],
  imgSrc: [...DIRECTIVES.imgSrc, 'data:'],
  frameSrc: ['blob:'],
})

/**
 * The headers every reply carries, whatever its kind and status. helmet writes them once, at the
 * start: they are the same for every reply, and @fastify/helmet would build them for each.
 */
export const securityHeaders = fp(
  async (app: FastifyInstance, { config }: AppContext) => {
    const headers = {
      ...writeOnce(toOptions(new URL(config.appOrigin))),
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    }
    app.addHook('onRequest', (request, reply, done) => {
      reply.headers(headers)
      reply.header('x-request-id', request.id)
      done()
    })
    app.addHook('onSend', (_request, reply, _payload, done) => {
      // Whoever sets no rule of its own is of one person: no cache keeps it.
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
      done()
    })
  },
  { name: 'security-headers' },
)

function toOptions({ protocol, hostname }: URL): HelmetOptions {
  // A browser keeps it for a host and all its ports: on this machine other programs answer there on http.
  const isKept = protocol === 'https:' && !isLoopback(hostname)
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: DIRECTIVES,
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // A return path may say what somebody looked at: it goes to no other site.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isKept && { maxAge: 63_072_000, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
  }
}

function toPolicy(directives: Record<string, string[]>): string {
  const options = { contentSecurityPolicy: { useDefaults: false, directives } }
  return writeOnce(options)['content-security-policy'] ?? ''
}

/** What helmet writes on a response. It asks nothing of the request, so an empty pair will do. */
function writeOnce(options: HelmetOptions): Record<string, string> {
  const headers: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value
    },
    removeHeader: () => {},
  }
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error) throw error
  })
  return headers
}
