import { AsyncLocalStorage } from 'node:async_hooks'
import { type Fault, isCutting } from '../../control/fault.ts'
import { takeFault } from '../../control/fault-match.ts'
import type { World } from '../../world/world.ts'
import type { BatchItem } from './parse-batch.ts'
import { isNested } from './run-batch.ts'
import { toItemPath } from './to-item-path.ts'

const judged = new AsyncLocalStorage<Fault | undefined>()

/** What was decided for the item that is running; it must not be judged again where its request arrives. */
export function readItemFault(): Fault | undefined {
  return judged.getStore()
}

export function runWithFault<T>(fault: Fault | undefined, run: () => Promise<T>): Promise<T> {
  return judged.run(fault, run)
}

export interface Judgement {
  faults: Map<BatchItem, Fault>
  /** The first one that takes the connection with it: nothing behind its item runs. */
  cut: { fault: Fault; index: number } | undefined
}

/**
 * Judges every item for itself, in the order of the batch and before any of them runs: a connection that breaks
 * decides which items still do.
 */
export function judgeItems(world: World, items: BatchItem[]): Judgement {
  const faults = new Map<BatchItem, Fault>()
  for (const [index, item] of items.entries()) {
    if (isNested(item.url)) continue
    const fault = takeFault(world, toItemPath(item.url))
    if (fault === undefined) continue
    if (isCutting(fault)) return { faults, cut: { fault, index } }
    faults.set(item, fault)
  }
  return { faults, cut: undefined }
}
