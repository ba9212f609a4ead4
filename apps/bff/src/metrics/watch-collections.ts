import { constants, PerformanceObserver } from 'node:perf_hooks'
import { Gauge, type Registry } from 'prom-client'

/**
 * Notes what is left of the heap whenever all of it was collected. In between it fills with what nobody holds any
 * more, a hundred megabytes and back in a minute or two, in which a leak is not seen.
 */
export function watchCollections(registry: Registry): Disposable {
  let keptBytes: number | undefined
  const observer = new PerformanceObserver((list) => {
    const entries = list.getEntries() as (PerformanceEntry & { detail?: { kind?: number } })[]
    const isWhole = entries.some(
      ({ detail }) => detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR,
    )
    if (isWhole) keptBytes = process.memoryUsage().heapUsed
  })
  observer.observe({ entryTypes: ['gc'] })
  new Gauge({
    name: 'vestibule_heap_kept_bytes',
    help: 'What was in use of the heap after all of it was collected for the last time. Not there before the first time.',
    registers: [registry],
    collect() {
      if (keptBytes === undefined) this.remove()
      else this.set(keptBytes)
    },
  })
  return { [Symbol.dispose]: () => observer.disconnect() }
}
