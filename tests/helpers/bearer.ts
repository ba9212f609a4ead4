import type { Emulator } from '@vestibule/emulator'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { daemonClient, postToken, signInToApi, webClientId } from '../conformance/api-driver.ts'
import { assertDescribed } from './assert-described.ts'

type Reply = LightMyRequestResponse

/** A program that calls the API with a bearer token: it has no cookies, and is on no page. */
export interface Client {
  token: string
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  post(path: string, body?: object, headers?: Record<string, string>): Promise<Reply>
  patch(path: string, body?: object, headers?: Record<string, string>): Promise<Reply>
  delete(path: string, headers?: Record<string, string>): Promise<Reply>
}

export function createClient(app: FastifyInstance, token: string): Client {
  async function send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    headers: Record<string, string> = {},
    payload?: object,
  ) {
    const authorization = `Bearer ${token}`
    const reply = await app.inject({
      method,
      url,
      headers: { host: 'localhost:3000', authorization, ...headers },
      ...(payload && { payload }),
    })
    assertDescribed(method, url, reply)
    return reply
  }
  return {
    token,
    get: (path, headers) => send('GET', path, headers),
    post: (path, body, headers) => send('POST', path, headers, body),
    patch: (path, body, headers) => send('PATCH', path, headers, body),
    delete: (path, headers) => send('DELETE', path, headers),
  }
}

/** A person's access token for our API, got by another client. */
export async function getDelegatedToken(
  emulator: Pick<Emulator, 'url' | 'authority'>,
  person: string,
): Promise<string> {
  return getAccessToken(await signInToApi(emulator, person))
}

/** The daemon's own access token for our API, with the app roles it has. */
export async function getDaemonToken(emulator: Emulator): Promise<string> {
  const scope = `api://${webClientId}/.default`
  const form = { ...daemonClient, grant_type: 'client_credentials', scope }
  return getAccessToken((await postToken(emulator, form)).body)
}

function getAccessToken(answer: { access_token?: string }): string {
  if (!answer.access_token) throw new Error(JSON.stringify(answer))
  return answer.access_token
}
