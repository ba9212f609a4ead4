import { isReturnTo } from './routes.ts'

/** What became of linking a Microsoft account, and where a person is to go on with it. */
const LINKS = ['ask', 'password', 'not-needed', 'conflict', 'expired', 'offer'] as const
export type LinkState = (typeof LINKS)[number]

/** What the address of the security page may carry. */
export interface SecuritySearch {
  /** The act that a sign-in was for. It is asked for again, never done: an address can be anybody's. */
  end?: 'others'
  /** The same, for giving a way in up. */
  unlink?: 'entra' | 'local'
  link?: LinkState
  /** Where linking was to lead. */
  returnTo?: string
}

/** Reads the address; what it does not know it leaves out. */
export function readSecuritySearch(raw: Record<string, unknown>): SecuritySearch {
  const { end, unlink, returnTo } = raw
  const link = LINKS.find((known) => known === raw.link)
  return {
    ...(end === 'others' && { end }),
    ...((unlink === 'entra' || unlink === 'local') && { unlink }),
    ...(link && { link }),
    ...(link && typeof returnTo === 'string' && isReturnTo(returnTo) && { returnTo }),
  }
}
