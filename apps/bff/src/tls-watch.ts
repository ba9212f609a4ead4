import type { ServerTls } from './config/read-tls.ts'
import type { TlsPair } from './config/tls-pair.ts'
import { watchFile } from './watch-file.ts'

interface WatchOptions {
  tls: ServerTls
  /** Takes it for the connections to come. */
  use: (pair: TlsPair) => void
  log: {
    info(facts: object, message: string): void
    warn(facts: object, message: string): void
  }
  /** How often the files are looked at besides, in milliseconds. */
  everyMs?: number
}

const EVERY_MS = 60_000

/**
 * Takes over a certificate of the server that is replaced on the disk, or made anew before its end. One
 * that is not usable changes nothing, and is told once.
 */
export function watchTls({ tls, use, log, everyMs = EVERY_MS }: WatchOptions): Disposable {
  let inUse = tls.pair
  let isBroken = false
  let isChecking = false

  async function check() {
    if (isChecking) return
    isChecking = true
    try {
      const pair = await tls.read()
      if (pair.cert !== inUse.cert || pair.key !== inUse.key) {
        use(pair)
        inUse = pair
        log.info({}, 'the server’s certificate has changed')
      }
      isBroken = false
    } catch (err) {
      if (!isBroken)
        log.warn({ err }, 'the server’s certificate is not usable: the one before stays')
      isBroken = true
    } finally {
      isChecking = false
    }
  }

  const files = tls.files.map((file) => watchFile(file, check))
  // Not every file system tells of changes, and time tells of none.
  const timer = setInterval(() => {
    for (const file of files) file.renew()
    void check()
  }, everyMs).unref()
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      for (const file of files) file[Symbol.dispose]()
    },
  }
}
