import type { Session } from '@vestibule/store'
import type { AppConfig } from './config/config.ts'

type Limits = Pick<AppConfig, 'session'>

/** A session last seen at this instant or before is over. */
export function idleSince({ session }: Limits, now: Date): string {
  return new Date(now.getTime() - session.idleMinutes * 60_000).toISOString()
}

/** When the session ends if nobody uses it, but not after its last moment. */
export function toIdleExpiry({ session }: Limits, record: Session): string {
  if (record.isRemembered) return record.expiresAt
  const idle = Date.parse(record.lastSeenAt) + session.idleMinutes * 60_000
  return new Date(Math.min(idle, Date.parse(record.expiresAt))).toISOString()
}

/** When a session that starts now ends, however much it is used. */
export function toLastMoment({ session }: Limits, now: Date, isRemembered = false): string {
  const hours = isRemembered ? session.rememberDays * 24 : session.maxHours
  return new Date(now.getTime() + hours * 3_600_000).toISOString()
}
