import { isAccount, readAccount } from './read-account.ts'

/** One thing of a line. */
export interface Token {
  input: string
  /** Where the account should be: what stands between `<` and `>`, else all of it. */
  candidate: string
}

/** What divides a line: any space, and commas and semicolons of several scripts. */
const SEPARATORS = ',;،؛、，；､'
/** Behind these no name goes on. A comma may stand in a name (`Last, First <…>`). */
const ENDS_NAME = /[\t\n;؛；]/
/** More is prose. Also bounds how far a `<…>` looks back. */
const LONGEST_NAME = 256

/**
 * What a line is made of: an address, a quoted name before one, a separator, else a piece of a word.
 * Numbered groups: named ones cost an object a piece.
 */
const PIECE = new RegExp(
  [
    `(<\\s?[^<>\\s${SEPARATORS}]*\\s?>[.:!?)\\]}']*)`,
    '("[^"]*"(?=\\s*<))',
    `([\\s${SEPARATORS}]+)`,
    `[^\\s${SEPARATORS}<"]+`,
    '[<"]',
  ].join('|'),
  'gu',
)

interface Word {
  start: number
  end: number
  quoted: boolean
}

/**
 * Splits a line into the things that could be accounts: words, and `Name <address>` as one. A name
 * is what stands before `<…>`, back to the last account, semicolon or tab; in quotes it may be anything.
 * Nothing but separators falls away.
 */
export function splitLine(line: string): Token[] {
  const tokens: Token[] = []
  /** Words that may yet turn out to be the name before an address. */
  let words: Word[] = []
  let open: Word | undefined
  const flush = () => {
    for (const { start, end } of words) tokens.push(toToken(line.slice(start, end)))
    words = []
    open = undefined
  }
  for (const match of line.matchAll(PIECE)) {
    const [text, address, quoted, separator] = match
    const start = match.index
    const end = start + text.length
    if (separator) {
      if (ENDS_NAME.test(text)) flush()
      open = undefined
    } else if (address) {
      const candidate = text.slice(1, text.lastIndexOf('>')).trim()
      const name = countNameWords(line, words, { start, candidate })
      const nameStart = words.at(words.length - name)?.start ?? start
      if (name > 0) words = words.slice(0, -name)
      flush()
      tokens.push({ input: line.slice(name > 0 ? nameStart : start, end), candidate })
    } else if (open) {
      open.end = end
    } else {
      open = { start, end, quoted: quoted !== undefined }
      words.push(open)
    }
  }
  flush()
  return tokens
}

function toToken(text: string): Token {
  return { input: text, candidate: text }
}

/** How many of the words before an address are the name of its owner. */
function countNameWords(
  line: string,
  words: readonly Word[],
  { start, candidate }: { start: number; candidate: string },
): number {
  let count = 0
  for (const word of words.toReversed()) {
    if (start - word.start > LONGEST_NAME) break
    const text = line.slice(word.start, word.end)
    if (!word.quoted && mayBeAccount(text)) {
      // Mail programs write the address where they know no name: a@x <a@x>.
      const repeats =
        count === 0 && line.slice(word.end, start).trim() === '' && isSame(text, candidate)
      return repeats ? 1 : count
    }
    count++
  }
  return count
}

function mayBeAccount(text: string): boolean {
  return text.includes('@') || isAccount(readAccount(text))
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [readAccount(one), readAccount(other)]
  if (!isAccount(first) || !isAccount(second)) return false
  return first.value.toLowerCase() === second.value.toLowerCase()
}
