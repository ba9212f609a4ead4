import type { Tally } from '../helpers/arrivals.ts'
import type { Ground } from './ground.ts'

/** As late as a request may be sent without the figures suffering from it. */
const LATE_MS = 20

/** One row of the table. */
export interface Figure {
  what: string
  goal: string
  reached: string
  isMet: boolean
}

/** Servers under load. */
export interface Scenario {
  name: string
  load: string
  /** For so many seconds, besides what goes before and after. */
  measure(ground: Ground, seconds: number): Promise<Figure[]>
}

export function atMost(what: string, is: number, most: number, unit = ''): Figure {
  return { what, goal: `≤ ${most}${unit}`, reached: toText(is) + unit, isMet: is <= most }
}

export function atLeast(what: string, is: number, least: number, unit = ''): Figure {
  return { what, goal: `≥ ${least}${unit}`, reached: toText(is) + unit, isMet: is >= least }
}

export function exactly(what: string, is: number, wanted: number): Figure {
  return { what, goal: String(wanted), reached: String(is), isMet: is === wanted }
}

/** Only the outcomes that are named, and some at all. `reached` says what there was, and whether it came in time. */
export function only(what: string, { outcomes, lateMs }: Tally, wanted = ['200']): Figure {
  const isMet =
    Object.keys(outcomes).length > 0 && Object.keys(outcomes).every((one) => wanted.includes(one))
  const reached = Object.entries(outcomes).map(([outcome, count]) => `${count} × ${outcome}`)
  // Then it is the machine that has too much to do, and the other figures say little of the server.
  if (lateMs > LATE_MS) reached.push(`sent up to ${Math.round(lateMs)} ms late`)
  return { what, goal: `${wanted.join(', ')} only`, reached: reached.join(', '), isMet }
}

function toText(figure: number): string {
  return Number.isInteger(figure) ? String(figure) : figure.toFixed(figure < 1 ? 3 : 1)
}
