/// <reference path="./papaparse.d.ts" />
import papa, { type ParseError } from 'papaparse'

export interface CsvRow {
  /** Where the row begins, from 1. */
  line: number
  cells: string[]
  /** The text of the row, when its quotes are wrong and the cells therefore worth nothing. */
  malformed: { reason: 'unclosed_quote' | 'stray_quote'; text: string } | undefined
}

/**
 * Reads the rows of a CSV file that are not blank. RFC 4180, with any of the three ends of line.
 *
 * `csv-parse` was the other candidate: it works on Node's Buffer, so that its build for the browser
 * brings a stand-in for Buffer along (51 kB against 19 kB), and what is half a surrogate pair comes
 * out as another character.
 */
export function readCsvRows(text: string, delimiter: string, preview = 0): CsvRow[] {
  // papaparse ends rows at one kind of line end only, and a file may have several.
  const whole = text.replace(/\r\n?/g, '\n')
  const rows: CsvRow[] = []
  let start = 0
  let line = 1
  papa.parse(whole, {
    delimiter,
    newline: '\n',
    preview,
    step: ({ data: cells, errors, meta }) => {
      const end = meta.cursor
      const reason = toReason(errors)
      if (reason || cells.some((cell) => cell.trim() !== '')) {
        const malformed = reason && { reason, text: whole.slice(start, end).trim() }
        rows.push({ line, cells, malformed })
      }
      line += countLineEnds(whole, start, end)
      start = end
    },
  })
  return rows
}

function toReason(errors: readonly ParseError[]): 'unclosed_quote' | 'stray_quote' | undefined {
  if (errors.some(({ code }) => code === 'MissingQuotes')) return 'unclosed_quote'
  return errors.some(({ code }) => code === 'InvalidQuotes') ? 'stray_quote' : undefined
}

function countLineEnds(text: string, start: number, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1))
    count++
  return count
}
