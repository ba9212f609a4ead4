import { watchFile } from '../watch-file.ts'
import type { ClientCredential, CredentialFacts } from './client-credential.ts'

interface CredentialLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
}

interface WatchOptions {
  credential: ClientCredential
  log: CredentialLog
  now: () => Date
  /** How often the file is looked at besides, in milliseconds. */
  everyMs?: number
}

const EVERY_MS = 60_000
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Takes over a client credential that is replaced on the disk, and says in the log when the certificate
 * in use is about to expire: now, and once a day from then on. A file that is not usable changes
 * nothing, and is told once.
 */
export function watchClientCredential(options: WatchOptions): Disposable {
  const { credential, now, everyMs = EVERY_MS } = options
  const tellExpiry = createExpiryLog(options)
  const reload = createReload(options)
  const check = () => {
    reload()
    tellExpiry(credential.describe(), now())
  }
  const file = credential.file === undefined ? undefined : watchFile(credential.file, check)
  // Not every file system tells of changes, and a link may lead to a folder that nobody watches.
  const timer = setInterval(() => {
    file?.renew()
    check()
  }, everyMs).unref()
  check()
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      file?.[Symbol.dispose]()
    },
  }
}

function createReload({ credential, log }: WatchOptions): () => void {
  let isBroken = false
  let inUse = toName(credential.describe())
  return () => {
    try {
      const isNew = credential.reload()
      isBroken = false
      // A request that was refused may have reloaded it before us.
      const name = toName(credential.describe())
      if (isNew || name !== inUse) log.info(toLine(credential), 'the client credential has changed')
      inUse = name
    } catch (err) {
      if (isBroken) return
      isBroken = true
      log.warn({ err }, 'the client credential cannot be read again: the one before stays')
    }
  }
}

function createExpiryLog({ log, credential }: WatchOptions) {
  let toldAt = Number.NEGATIVE_INFINITY
  return (facts: CredentialFacts, at: Date) => {
    if (facts.kind === 'secret' || facts.state === 'ok') return
    if (at.getTime() - toldAt < DAY_MS) return
    toldAt = at.getTime()
    log.warn(
      toLine(credential),
      facts.state === 'expired'
        ? 'the client certificate has expired'
        : 'the client certificate expires soon',
    )
  }
}

function toLine(credential: ClientCredential): object {
  return { credential: credential.describe() }
}

function toName(facts: CredentialFacts): string {
  return facts.kind === 'certificate' ? facts.thumbprint : facts.kind
}
