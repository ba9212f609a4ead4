/** Where a server listens, and the cookies of those who are signed in there. */
export interface Announcement {
  url: string
  cookies: string[]
  /** What follows the reply in the arguments of the other servers. */
  tenant?: [issuer: string, clientId: string]
  /** Of people who sign in by password. */
  accounts?: { email: string; password: string }[]
}

/** Tells the benchmark that the server is ready, and its processor time whenever it asks. */
export function announce(
  announcement: Announcement,
  close: () => void | PromiseLike<void> = () => process.exit(),
): void {
  process.on('message', () => process.send?.(process.cpuUsage()))
  process.on('disconnect', close)
  process.send?.(announcement)
}

/** What every server answers to `GET /api/me`: Vestibule's own reply. */
export function readReply(): object {
  return JSON.parse(process.argv[2] ?? '')
}

/** The cookies a reply sets, as a browser sends them back. */
export function toCookie(reply: Response): string {
  return reply.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}
