import { rewriteKeys } from '../rewrite-keys.ts'

/** Below `/v1.0` whatever dots and slashes the item brings: a batch must not reach the control endpoints. */
export function toItemPath(url: string): string {
  const { pathname, search } = new URL(`http://localhost/v1.0/${url.replace(/^\//, '')}`)
  return pathname.startsWith('/v1.0/') ? rewriteKeys(pathname + search) : '/v1.0/-'
}
