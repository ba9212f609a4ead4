import { type Account, isAccount, type NoAccount } from './read-account.ts'

/** An account as the list names it, the first time that it does. */
export interface ListEntry {
  /** Line of the text, from 1. */
  line: number
  /** As it was written, without characters that cannot be seen. */
  input: string
  /** User principal name or mail address as written, or object id in lower case. */
  value: string
}

/** An account that the list has named before, in whatever case. */
export interface ListDuplicate {
  line: number
  input: string
  firstLine: number
}

/**
 * Why something is no account.
 * - `not_understood`: neither an address nor an object id.
 * - `two_at_signs`: probably two addresses that grew together.
 * - `too_long`: longer than any address; `input` is only its beginning.
 * - `no_account` (CSV): the row has no cell in the column of the accounts; `input` is the row.
 * - `unclosed_quote` (CSV): nothing from this line on could be read; `input` is its beginning.
 * - `stray_quote` (CSV): text behind a closing quote, so that the row's cells are anyone's guess.
 */
export type ProblemReason =
  | 'not_understood'
  | 'two_at_signs'
  | 'too_long'
  | 'no_account'
  | 'unclosed_quote'
  | 'stray_quote'

/** What stands in the list and is no account. */
export interface ListProblem {
  line: number
  input: string
  reason: ProblemReason
}

/** What a list holds, each part in the order of the text. Whatever was written is in exactly one of the three. */
export interface ParsedList {
  entries: ListEntry[]
  duplicates: ListDuplicate[]
  problems: ListProblem[]
}

/** Takes what is found, one after the other. */
export interface ListBuilder {
  list: ParsedList
  addReading(line: number, input: string, reading: Account | NoAccount): void
  addProblem(line: number, input: string, reason: ProblemReason): void
}

export function createListBuilder(): ListBuilder {
  const list: ParsedList = { entries: [], duplicates: [], problems: [] }
  const firstLines = new Map<string, number>()
  const addProblem: ListBuilder['addProblem'] = (line, input, reason) => {
    list.problems.push({ line, input: shorten(input), reason })
  }
  return {
    list,
    addProblem,
    addReading(line, input, reading) {
      if (!isAccount(reading)) {
        addProblem(line, input, reading.reason)
        return
      }
      const key = reading.value.toLowerCase()
      const firstLine = firstLines.get(key)
      if (firstLine !== undefined) list.duplicates.push({ line, input, firstLine })
      else {
        firstLines.set(key, line)
        list.entries.push({ line, input, value: reading.value })
      }
    },
  }
}

/** Longer ones are no account, and would travel to the browser and back as they are. */
const LONGEST_SHOWN = 500

function shorten(input: string): string {
  if (input.length <= LONGEST_SHOWN) return input
  return `${input.slice(0, LONGEST_SHOWN).replace(/[\ud800-\udbff]$/, '')}…`
}
