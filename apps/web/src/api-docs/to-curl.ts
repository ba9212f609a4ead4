import type { Operation } from './read-operations.ts'
import { takesToken, toCookieName } from './to-callers.ts'
import { type ApiRequest, isUnsafe } from './to-request.ts'

/** The request as a command. Secrets are names of variables: an example is copied to many places. */
export function toCurl(operation: Operation, request: ApiRequest, origin: string): string {
  const { callers } = operation
  const cookie = toCookieName(callers, origin)
  const lines = [
    `curl ${request.method === 'GET' ? '' : `-X ${request.method} `}${quote(origin + request.path)}`,
  ]
  if (takesToken(callers)) lines.push('-H "Authorization: Bearer $ACCESS_TOKEN"')
  else {
    if (cookie) lines.push(`-H "Cookie: ${cookie}=$SESSION"`)
    if (isUnsafe(operation)) lines.push(`-H ${quote(`Origin: ${origin}`)}`)
  }
  for (const [name, value] of Object.entries(request.headers)) {
    lines.push(`-H ${quote(`${name}: ${value}`)}`)
  }
  if (request.body !== undefined) lines.push(`--data-raw ${quote(request.body)}`)
  return lines.join(' \\\n  ')
}

/** For a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
