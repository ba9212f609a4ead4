import { setGlobalProxyFromEnv } from 'node:http'
import type { Env } from './env.ts'

/** What calls to the outside go through. The addresses may hold passwords. */
export interface Proxies {
  https: URL | undefined
  http: URL | undefined
  /** Hosts that are called directly, as the variable has them. */
  except: string
}

/** Nobody else reaches what is on this machine: the demo tenant, say. */
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]']

/** The proxies that the environment names; undefined where it names none. */
export function readProxies(env: Env, problems: string[]): Proxies | undefined {
  const https = readProxy(env, 'HTTPS_PROXY', problems)
  const http = readProxy(env, 'HTTP_PROXY', problems)
  return https || http ? { https, http, except: env.NO_PROXY ?? '' } : undefined
}

/**
 * Lets every call of this process to the outside go through them. Node does so by itself only where
 * NODE_USE_ENV_PROXY is set as well, which nobody thinks of.
 * Source: https://nodejs.org/docs/latest-v26.x/api/http.html#built-in-proxy-support
 */
export function useProxies({ https, http, except }: Proxies): void {
  setGlobalProxyFromEnv({
    HTTPS_PROXY: https?.href,
    HTTP_PROXY: http?.href,
    NO_PROXY: [except, ...THIS_MACHINE].filter((host) => host !== '').join(','),
  })
}

function readProxy(
  env: Env,
  name: 'HTTPS_PROXY' | 'HTTP_PROXY',
  problems: string[],
): URL | undefined {
  const text = env[name]
  const url = text === undefined ? null : URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return url
  // The address is not told: a password may stand in it.
  if (text !== undefined)
    problems.push(`${name} must be an address such as http://proxy.example:3128.`)
  return undefined
}
