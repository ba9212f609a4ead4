import { createContext, type ReactNode, use, useMemo, useState } from 'react'

interface Identity {
  /** The token that requests are sent with; empty for this browser's session. */
  token: string
  kind: 'session' | 'token'
  setToken: (token: string) => void
  setKind: (kind: 'session' | 'token') => void
}

const IdentityContext = createContext<Identity | undefined>(undefined)

/**
 * As whom the page's requests are sent, the same for all operations. A token that was pasted is in the
 * memory of this page alone: leaving or reloading it forgets the token.
 */
export function IdentityProvider({ children }: { children: ReactNode }) {
  const [token, setToken] = useState('')
  const [kind, setKind] = useState<Identity['kind']>('session')
  const identity = useMemo(() => ({ token, kind, setToken, setKind }), [token, kind])
  return <IdentityContext value={identity}>{children}</IdentityContext>
}

export function useIdentity(): Identity {
  const identity = use(IdentityContext)
  if (!identity) throw new Error('useIdentity stands outside IdentityProvider.')
  return identity
}
