import { type Db, forgetAttempts, noteAttempt, takeBackAttempt } from '@vestibule/store'
import ipaddr from 'ipaddr.js'
import { AccountError } from './account-error.ts'

const MINUTE_MS = 60_000

/** How often within how long. A limit that nobody reaches by mistyping, and no guesser gets far with. */
const LIMITS = {
  /** Wrong passwords for an address, whether it has an account or not. */
  signInOfAccount: { count: 10, ms: 15 * MINUTE_MS },
  /** The same from a browser that has signed in to the account before. */
  signInOfDevice: { count: 10, ms: 15 * MINUTE_MS },
  /** Wrong passwords from a network: an office mistypes too. */
  signInFromNetwork: { count: 100, ms: 15 * MINUTE_MS },
  registerFromNetwork: { count: 100, ms: 60 * MINUTE_MS },
  mailToAddress: { count: 3, ms: 60 * MINUTE_MS },
  mailFromNetwork: { count: 30, ms: 60 * MINUTE_MS },
} as const

type LimitName = keyof typeof LIMITS

/** Counts, in the database, what may be tried a few times only. */
export interface AttemptLimits {
  /** Counts one and tells whether that is within the limit. Before the attempt, not after it. */
  note(limit: LimitName, of: string): Promise<{ isWithin: boolean; retryAfterSeconds: number }>
  /** @throws {AccountError} `too_many_attempts` */
  demand(limit: LimitName, of: string): Promise<void>
  /** It succeeded, and does not count. */
  takeBack(limit: LimitName, of: string): Promise<void>
  /** Begins to count anew. */
  forget(limit: LimitName, of: string): Promise<void>
}

export function createAttemptLimits({ db, now }: { db: Db; now: () => Date }): AttemptLimits {
  const limits: AttemptLimits = {
    async note(limit, of) {
      const { count, ms } = LIMITS[limit]
      const at = now()
      const noted = await noteAttempt(db, {
        key: toKey(limit, of),
        now: at.toISOString(),
        windowEndsAt: new Date(at.getTime() + ms).toISOString(),
      })
      const leftMs = Date.parse(noted.windowEndsAt) - at.getTime()
      return { isWithin: noted.count <= count, retryAfterSeconds: Math.ceil(leftMs / 1000) }
    },
    async demand(limit, of) {
      const { isWithin, retryAfterSeconds } = await limits.note(limit, of)
      if (!isWithin) throw new AccountError('too_many_attempts', { retryAfterSeconds })
    },
    takeBack: (limit, of) => takeBackAttempt(db, toKey(limit, of)),
    forget: (limit, of) => forgetAttempts(db, toKey(limit, of)),
  }
  return limits
}

function toKey(limit: LimitName, of: string): string {
  return `${limit} ${of}`
}

/** What one visitor has: an IPv4 address, or the 64 bits of IPv6 that a household is given. */
export function toNetwork(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return Buffer.from(address.toByteArray().slice(0, 8)).toString('hex')
}
