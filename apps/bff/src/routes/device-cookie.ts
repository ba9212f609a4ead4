import { randomBytes } from 'node:crypto'
import { type Device, type DeviceSignIn, readDevice, saveDevice } from '@vestibule/store'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AppContext } from '../context.ts'
import { toCookieOptions } from '../plugins/session.ts'

const REMEMBERED_SECONDS = 90 * 24 * 60 * 60

/** The browser's secret; it opens nothing, and only makes the browser known again. */
function readSecret({ config }: AppContext, request: FastifyRequest): string | undefined {
  const secret = request.cookies[toName(config.appOrigin)]
  return secret && /^[\w-]{22}$/.test(secret) ? secret : undefined
}

/** What is known of the browser; undefined for a newcomer's. */
export async function readDeviceOf(
  context: AppContext,
  request: FastifyRequest,
): Promise<(Device & { id: string }) | undefined> {
  const secret = readSecret(context, request)
  const device = secret && (await readDevice(context.store.db, secret, context.now().toISOString()))
  return device ? { ...device, id: secret } : undefined
}

/** Notes who has just signed in with this browser. */
export async function rememberDevice(
  context: AppContext,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  signIn: Omit<DeviceSignIn, 'secret' | 'expiresAt'>,
): Promise<void> {
  const { config, store, now } = context
  // 128 bits: it sets the browser apart where wrong passwords are counted.
  const secret = readSecret(context, request) ?? randomBytes(16).toString('base64url')
  const expiresAt = new Date(now().getTime() + REMEMBERED_SECONDS * 1000).toISOString()
  await saveDevice(store.db, { ...signIn, secret, expiresAt })
  reply.setCookie(toName(config.appOrigin), secret, {
    ...toCookieOptions(config.appOrigin),
    maxAge: REMEMBERED_SECONDS,
  })
}

/** Short: it is sent beside those of every tab that is signing in. */
function toName(appOrigin: string): string {
  const { protocol, port } = new URL(appOrigin)
  return protocol === 'https:' ? '__Host-vd' : `vd-${port || 80}`
}
