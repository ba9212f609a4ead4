import type { FastifyRequest } from 'fastify'
import type { Origin } from '../accounts/local-accounts.ts'
import { toEmailKey } from '../accounts/to-email-key.ts'
import type { AppContext } from '../context.ts'
import { readDeviceOf } from './device-cookie.ts'

/** Where an attempt comes from. A browser that has signed in to this very account is told apart. */
export async function toOrigin(
  context: AppContext,
  request: FastifyRequest,
  email = '',
): Promise<Origin> {
  const device = await readDeviceOf(context, request)
  const isKnown = device?.knownEmailKey != null && device.knownEmailKey === toEmailKey(email)
  return { ip: request.ip, deviceId: isKnown ? device.id : undefined }
}
