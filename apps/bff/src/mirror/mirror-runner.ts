import { randomUUID } from 'node:crypto'
import { GraphRequestError } from '@vestibule/graph'
import { acquireLease, dropMirror, readMirror, releaseLease } from '@vestibule/store'
import { type Following, followDirectory } from './follow-directory.ts'

interface RunnerDeps extends Following {
  /** Whose directories are kept; empty while nobody can say. */
  listTenants: () => Promise<readonly string[]>
  /** How old what is kept may become before it is brought up to date; 0 keeps nothing. */
  refreshSeconds: number
  /** How long a process that was killed keeps its work from the others, in milliseconds. */
  leaseMs?: number | undefined
  onFailure: (tenantId: string, error: unknown) => void
  /** Told of each round that came to its end, or failed. */
  onRound: (outcome: 'ok' | 'failed') => void
}

/** Keeps the mirrors of the directories up to date, beside others who do the same. */
export interface MirrorRunner extends AsyncDisposable {
  /** Goes on doing so until it is disposed of. */
  start(): void
  /** Looks now, and waits until all that is due has been brought up to date, or has failed. */
  refresh(): Promise<void>
}

/** Renewed with every page: when its holder is killed, the next one goes on after this. */
const LEASE_MS = 30_000
const LOOK_EVERY_MS = 5000
/** After a failure that may pass: doubled with each that follows, up to the time between two rounds. */
const FIRST_REST_MS = 2000

/** One process at a time reads a directory, by a lease. */
export function createMirrorRunner(deps: RunnerDeps): MirrorRunner {
  const { db, now, onFailure, refreshSeconds, leaseMs = LEASE_MS } = deps
  const refreshMs = refreshSeconds * 1000
  const closing = new AbortController()
  const restingUntil = new Map<string, number>()
  const failuresOf = new Map<string, number>()
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    for (const tenantId of await deps.listTenants()) {
      if (closing.signal.aborted) return
      if ((restingUntil.get(tenantId) ?? 0) > now().getTime()) continue
      if (await isDue(tenantId)) await work(tenantId)
    }
  }

  async function isDue(tenantId: string): Promise<boolean> {
    const mirror = await readMirror(db, tenantId)
    if (!mirror?.asOf || mirror.isMidRound) return true
    return now().getTime() - Date.parse(mirror.asOf) >= refreshMs
  }

  async function work(tenantId: string): Promise<void> {
    // Whoever looks at the table sees which process it is.
    const holder = `${process.pid}/${randomUUID()}`
    const lease = await acquireLease(db, { name: `mirror/${tenantId}`, holder, forMs: leaseMs })
    if (!lease) return
    try {
      const round = { tenantId, lease, leaseMs, signal: closing.signal }
      if (await followDirectory(deps, round)) deps.onRound('ok')
      failuresOf.delete(tenantId)
    } catch (error) {
      await rest(tenantId, error)
    } finally {
      await releaseLease(db, lease).catch(() => {})
    }
  }

  async function rest(tenantId: string, error: unknown): Promise<void> {
    deps.onRound('failed')
    const isRefused = error instanceof GraphRequestError && error.failure === 'forbidden'
    // Nobody consented, or somebody thought better of it: then nothing of it stays here either.
    if (isRefused) await dropMirror(db, tenantId)
    else onFailure(tenantId, error)
    const failures = (failuresOf.get(tenantId) ?? 0) + 1
    failuresOf.set(tenantId, failures)
    const asked = error instanceof GraphRequestError ? (error.retryAfterSeconds ?? 0) * 1000 : 0
    const pause = isRefused ? refreshMs : Math.min(FIRST_REST_MS * 2 ** (failures - 1), refreshMs)
    restingUntil.set(tenantId, now().getTime() + Math.max(pause, asked))
  }

  let timer: NodeJS.Timeout | undefined
  const runner: MirrorRunner = {
    start() {
      if (refreshSeconds === 0 || timer) return
      // Often enough that what failed, or was left by another, is soon gone on with.
      timer = setInterval(() => void runner.refresh(), Math.min(LOOK_EVERY_MS, refreshMs))
      timer.unref()
      void runner.refresh()
    },
    refresh() {
      if (refreshSeconds === 0 || closing.signal.aborted) return Promise.resolve()
      looking ??= look()
        .catch((error: unknown) => onFailure('', error))
        .finally(() => {
          looking = undefined
        })
      return looking
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      clearInterval(timer)
      await looking
    },
  }
  return runner
}
