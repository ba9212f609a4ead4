import type { Emulator } from '@vestibule/emulator'
import { createBrowser, signIn } from '../helpers/sign-in-driver.ts'
import { callGraph, type GraphAnswer } from './graph-driver.ts'

const clientId = 'a0000000-7e57-4000-8000-000000000002'
const redirectUri = 'http://localhost/'
export const graphAppId = '00000003-0000-0000-c000-000000000000'

/** A Graph token of a person who uses the command line, with all that registering an application takes. */
export async function createRegistrarToken(
  emulator: Emulator,
  person: string,
  scope = 'Application.ReadWrite.All AppRoleAssignment.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All',
): Promise<string> {
  const space = emulator.authority.replace('/v2.0', '/oauth2/v2.0')
  const url = new URL(`${space}/authorize`)
  const parameters = { client_id: clientId, response_type: 'code', redirect_uri: redirectUri }
  url.search = String(new URLSearchParams({ ...parameters, scope }))
  const callback = await signIn(createBrowser(), url, person)
  const response = await fetch(`${space}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: clientId,
      grant_type: 'authorization_code',
      redirect_uri: redirectUri,
      code: callback.searchParams.get('code') ?? '',
    }),
  })
  const body = (await response.json()) as { access_token?: string }
  if (body.access_token === undefined) throw new Error(JSON.stringify(body))
  return body.access_token
}

type Call = (path: string, body?: unknown) => Promise<GraphAnswer>

/** Graph as the command line speaks to it. */
export interface Registrar {
  get: (path: string) => Promise<GraphAnswer>
  post: Call
  patch: Call
  remove: (path: string) => Promise<GraphAnswer>
}

export function createRegistrar(emulator: Emulator, token: string): Registrar {
  const call = (method: string, path: string, body?: unknown): Promise<GraphAnswer> =>
    callGraph(emulator, token, path, { method, body })
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    remove: (path) => call('DELETE', path),
  }
}
