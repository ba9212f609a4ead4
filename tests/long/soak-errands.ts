import { setTimeout as wait } from 'node:timers/promises'
import { listOrdinary } from '../helpers/batches.ts'
import type { SoakSite } from './soak-site.ts'
import { type SoakVisitor, visitNodes } from './soak-visitor.ts'

const SIGN_IN_EVERY_MS = 2000
const BATCH_EVERY_MS = 60_000
const BATCH_ITEMS = 50
/** One that Graph keeps from going on is tried for four minutes. */
const LONGEST_BATCH_MS = 240_000
const LOOK_EVERY_MS = 500

interface Errands {
  /** How many came to their end. */
  counts: Record<ErrandKind | 'excused', number>
  /** What went wrong with nothing to excuse it. */
  surprises: string[]
  /** Begins no more, and waits for those that are under way. */
  end(): Promise<void>
}

type ErrandKind = 'signIns' | 'batches'

/**
 * People who sign in and out, and batches that somebody watches, beside the load that only reads.
 *
 * @param isExcused whether something had given way since this instant of `passed`
 */
export function startErrands(
  { urls, emulator, visitors }: SoakSite,
  { passed, isExcused }: { passed: () => number; isExcused: (since: number) => boolean },
): Errands {
  const counts = { signIns: 0, batches: 0, excused: 0 }
  const surprises: string[] = []
  const underWay = new Set<Promise<void>>()
  const users = listOrdinary({ emulator }, BATCH_ITEMS)
  const [owner = visitNodes(urls)] = visitors

  async function signInAndOut(): Promise<void> {
    const visitor = visitNodes(urls)
    await visitor.signIn('Sara Student')
    await visitor.signOut()
  }

  async function disableAndEnable(): Promise<void> {
    await runBatch(owner, { action: 'disable', users })
    await runBatch(owner, { action: 'enable', users })
  }

  function run(kind: ErrandKind, errand: () => Promise<void>): void {
    const since = passed()
    const done = errand().then(
      () => {
        counts[kind] += 1
      },
      (error: Error) => {
        if (isExcused(since)) counts.excused += 1
        else surprises.push(`${kind}, ${Math.round(since / 1000)} s: ${error.message}`)
      },
    )
    underWay.add(done)
    void done.then(() => underWay.delete(done))
  }

  const timers = [
    setInterval(() => run('signIns', signInAndOut), SIGN_IN_EVERY_MS),
    setInterval(() => run('batches', disableAndEnable), BATCH_EVERY_MS),
  ]
  return {
    counts,
    surprises,
    async end() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(underWay)
    },
  }
}

/** Disables accounts, or enables them again, and watches that from each server twice, once not to the end. */
async function runBatch(
  visitor: SoakVisitor,
  { action, users }: { action: 'disable' | 'enable'; users: string[] },
): Promise<void> {
  const { id } = await visitor.askForBatch({ action, users, reason: 'Soak' })
  const leaving = [true, true, false, false]
  await Promise.all(leaving.map((leaves) => visitor.watchBatch(id, { leaves })))
  const until = performance.now() + LONGEST_BATCH_MS
  for (;;) {
    const batch = await visitor.readBatch(id)
    if (batch && batch.finishedAt !== null) {
      const { succeeded, unchanged } = batch.counts
      // The one before may have been kept from its second half.
      if (succeeded + unchanged === users.length) return
      throw new Error(`A batch ended with ${JSON.stringify(batch.counts)}.`)
    }
    if (performance.now() > until) throw new Error('A batch has not ended.')
    await wait(LOOK_EVERY_MS)
  }
}
