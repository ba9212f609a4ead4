import { setTimeout as wait } from 'node:timers/promises'
import { type ArrivalOptions, startArrivals, type Tally } from '../helpers/arrivals.ts'

/** Long enough for the compiler to have met what is hot. */
const WARM_UP_SECONDS = 5

/** Requests for so many seconds. */
export async function arriveFor(seconds: number, options: ArrivalOptions): Promise<Tally> {
  const arrivals = await startArrivals({
    ...options,
    atMost: Math.ceil(seconds * options.perSecond),
  })
  await wait(seconds * 1000)
  return arrivals.end()
}

/** Nothing of it is measured. */
export async function warmUp(options: ArrivalOptions): Promise<void> {
  await arriveFor(WARM_UP_SECONDS, options)
}
