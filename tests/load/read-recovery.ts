import { setTimeout as wait } from 'node:timers/promises'
import { type ArrivalOptions, startArrivals } from '../helpers/arrivals.ts'
import { atMost, type Figure } from './scenario.ts'

/** How long after too much load the usual one is answered as usual again, for good: looked at second by second. */
export async function readRecovery(
  usual: ArrivalOptions,
  { p95Ms, withinSeconds }: { p95Ms: number; withinSeconds: number },
): Promise<Figure> {
  const arrivals = await startArrivals(usual)
  let recoveredAfter = 0
  for (let second = 1; second <= withinSeconds * 2; second++) {
    await wait(1000)
    const { requests, outcomes, accepted } = await arrivals.read()
    const isUsual = requests > 0 && outcomes['200'] === requests && accepted.p95Ms <= p95Ms
    if (!isUsual) recoveredAfter = second
  }
  await arrivals.end()
  return atMost(`all answered within ${p95Ms} ms again after`, recoveredAfter, withinSeconds, ' s')
}
