import type { Env } from './env.ts'
import { isLoopback, isOrigin } from './read-value.ts'

/** What is asked of clients that bring their own bearer tokens. */
export interface ApiConfig {
  /** What a bearer token may be made for. */
  audience: string[]
  /** Client ids that may call as themselves; undefined for each that was given an app role. */
  allowedClients: string[] | undefined
  /** Origins whose pages may call with a bearer token, and never with a cookie. */
  corsOrigins: string[]
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function readApi(env: Env, clientId: string, problems: string[]): ApiConfig {
  return {
    audience: env.API_AUDIENCE ? splitList(env.API_AUDIENCE) : [clientId, `api://${clientId}`],
    allowedClients: readAllowedClients(env, problems),
    corsOrigins: readCorsOrigins(env, problems),
  }
}

function readAllowedClients(env: Env, problems: string[]): string[] | undefined {
  if (!env.API_ALLOWED_CLIENTS) return undefined
  const ids = splitList(env.API_ALLOWED_CLIENTS)
  for (const id of ids.filter((one) => !GUID.test(one))) {
    problems.push(`API_ALLOWED_CLIENTS must hold client ids, not ${id}.`)
  }
  return ids.map((id) => id.toLowerCase())
}

function readCorsOrigins(env: Env, problems: string[]): string[] {
  const origins = splitList(env.CORS_ORIGINS ?? '')
  for (const origin of origins) {
    const url = isOrigin(origin) ? new URL(origin) : undefined
    if (!url) {
      problems.push(
        `CORS_ORIGINS must hold origins such as https://tools.example, each in full, not ${origin}.`,
      )
    } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      problems.push(`CORS_ORIGINS must hold https origins, unless on this machine: ${origin}.`)
    }
  }
  // A browser compares and sends origins in this form.
  return origins.map((origin) => URL.parse(origin)?.origin ?? origin)
}

function splitList(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '')
}
