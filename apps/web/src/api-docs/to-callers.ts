import type { ApiDocument, ApiOperation } from './api-document.ts'

/** Who may call an operation; any one of them is enough. */
export type Caller =
  | { kind: 'anybody' }
  | { kind: 'session'; cookie: string }
  | { kind: 'delegated'; scopes: string[] }
  | { kind: 'application'; roles: string[] }

const PERSON_SCOPE = 'access_as_user'

export function toCallers(document: ApiDocument, { security }: ApiOperation): Caller[] {
  if (!security?.length) return [{ kind: 'anybody' }]
  const callers = security.flatMap((requirement) => {
    const names = Object.entries(requirement)
    if (names.length === 0) return [{ kind: 'anybody' as const }]
    return names.map(([name, scopes]) => toCaller(document, name, scopes))
  })
  const roles = callers.flatMap((caller) => (caller.kind === 'application' ? caller.roles : []))
  const others = callers.filter(({ kind }) => kind !== 'application')
  return others.length === callers.length ? others : [...others, { kind: 'application', roles }]
}

function toCaller(document: ApiDocument, schemeName: string, wanted: string[]): Caller {
  const scheme = document.components?.securitySchemes?.[schemeName]
  if (scheme?.type === 'apiKey') return { kind: 'session', cookie: scheme.name ?? schemeName }
  // A scope may stand behind the address of the API that it is of.
  const names = wanted.map((scope) => scope.split('/').at(-1) ?? scope)
  return names.includes(PERSON_SCOPE)
    ? { kind: 'delegated', scopes: names }
    : { kind: 'application', roles: names }
}

/** Whether a token in the request's head will do. */
export function takesToken(callers: readonly Caller[]): boolean {
  return callers.some(({ kind }) => kind === 'delegated' || kind === 'application')
}

/** The name of the session's cookie where this page stands: on this machine the port is part of it. */
export function toCookieName(callers: readonly Caller[], origin: string): string | undefined {
  const session = callers.find((caller) => caller.kind === 'session')
  if (!session) return undefined
  const { protocol, port } = new URL(origin)
  return protocol === 'https:' ? session.cookie : `vestibule-${port || 80}`
}
