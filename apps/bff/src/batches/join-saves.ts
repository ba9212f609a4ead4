import { setTimeout as wait } from 'node:timers/promises'
import type { ItemProgress, saveProgress } from '@vestibule/store'

type Entry = NonNullable<Parameters<typeof saveProgress>[1]['audit']>[number]

export interface Progress {
  items: readonly ItemProgress[]
  audit: readonly Entry[]
}

/** Each save waits for the disk, with this whole process behind it where the database is SQLite. */
const GATHER_MS = 10

/**
 * One save at a time, and whatever comes meanwhile together in the next: many calls to Graph that end at
 * once want the same lease and the same end of the audit, and would wait for each other with a database
 * connection each.
 */
export function joinSaves(save: (progress: Progress) => Promise<void>) {
  let waiting: { progress: Progress; settle: PromiseWithResolvers<void> }[] = []
  let isSaving = false

  async function work() {
    while (waiting.length > 0) {
      await wait(GATHER_MS)
      const group = waiting
      waiting = []
      try {
        await save({
          items: group.flatMap(({ progress }) => progress.items),
          audit: group.flatMap(({ progress }) => progress.audit),
        })
        for (const { settle } of group) settle.resolve()
      } catch (error) {
        for (const { settle } of group) settle.reject(error)
      }
    }
    isSaving = false
  }

  return (progress: Progress): Promise<void> => {
    const settle = Promise.withResolvers<void>()
    waiting.push({ progress, settle })
    if (!isSaving) {
      isSaving = true
      void work()
    }
    return settle.promise
  }
}
