import { createListBuilder, type ListBuilder, type ParsedList } from './parsed-list.ts'
import { dropInvisible, isAccount, readAccount } from './read-account.ts'
import { type CsvRow, readCsvRows } from './read-csv-rows.ts'
import { splitLine } from './split-line.ts'

export interface ParsedCsv extends ParsedList {
  delimiter: Delimiter
  /** Where the accounts were read: `index` from 0; `heading` as in the file, undefined where it has none. */
  column: Column
}

type Delimiter = (typeof DELIMITERS)[number]
interface Column {
  index: number
  heading: string | undefined
}

const DELIMITERS = [',', ';', '\t'] as const

/** The headings of a column of accounts, the one to be preferred first. */
const HEADINGS = [
  'userprincipalname',
  'upn',
  // Of Entra's template for members of a group.
  'memberobjectidorupn',
  'mail',
  'email',
  'e-mail',
  'objectid',
  'object id',
  'id',
  'user',
  'account',
]

/**
 * Reads the accounts of a CSV file: of the column with a heading that says so, else of the first.
 * Knows Entra's templates for bulk operations, whose first row is the version and whose example is
 * left out. Lines are those where rows begin. Never throws; takes time in proportion to the text.
 *
 * Where a quote is not closed reading ends with a problem. To go on without it would move cells
 * from one column to another, and act on an account that nobody meant.
 */
export function parseUserCsv(text: string): ParsedCsv {
  const visible = dropInvisible(text)
  const delimiter = guessDelimiter(visible)
  const { column, rows } = takeHead(readCsvRows(visible, delimiter))
  const builder = createListBuilder()
  for (const row of rows) {
    if (row.malformed) builder.addProblem(row.line, row.malformed.text, row.malformed.reason)
    else addCell(builder, row, { index: column.index, delimiter })
  }
  return { ...builder.list, delimiter, column }
}

function addCell(
  builder: ListBuilder,
  { line, cells }: CsvRow,
  { index, delimiter }: { index: number; delimiter: string },
): void {
  const cell = (cells[index] ?? '').trim()
  if (cell === '') {
    builder.addProblem(line, cells.join(delimiter).trim(), 'no_account')
    return
  }
  const readings = splitLine(cell).map(({ input, candidate }) => ({
    input,
    reading: readAccount(candidate),
  }))
  const isUnderstood = readings.every(({ reading }) => isAccount(reading))
  // A name without an address is one problem, not one a word.
  if (readings.length === 1 || (readings.length > 1 && isUnderstood)) {
    for (const { input, reading } of readings) builder.addReading(line, input, reading)
  } else builder.addProblem(line, cell, 'not_understood')
}

/** The delimiter with which a heading is known, else the one that makes the first row the widest. */
function guessDelimiter(text: string): Delimiter {
  const guesses = DELIMITERS.map((delimiter) => {
    const rows = readCsvRows(text.trimStart(), delimiter, 4)
    const { column } = takeHead(rows)
    return { delimiter, known: column.heading !== undefined, width: rows[0]?.cells.length ?? 0 }
  })
  const [best] = guesses.toSorted(
    (one, other) => Number(other.known) - Number(one.known) || other.width - one.width,
  )
  return best?.delimiter ?? ','
}

/** Finds the column, and the rows that are neither version, headings nor Entra's example. */
function takeHead(all: readonly CsvRow[]): { column: Column; rows: readonly CsvRow[] } {
  const rows = isVersion(all[0]) ? all.slice(1) : all
  const [head, example] = rows
  const column = head && !head.malformed && findColumn(head.cells)
  if (!column) return { column: { index: 0, heading: undefined }, rows }
  return { column, rows: rows.slice(isExample(example) ? 2 : 1) }
}

function isVersion(row: CsvRow | undefined): boolean {
  return /^\s*version:v/i.test(row?.cells[0] ?? '')
}

function isExample(row: CsvRow | undefined): boolean {
  return /^\s*example:/i.test(row?.cells[0] ?? '')
}

function findColumn(cells: readonly string[]): Column | undefined {
  const names = cells.map(toHeading)
  const found = HEADINGS.map((heading) => names.indexOf(heading)).find((index) => index !== -1)
  return found === undefined ? undefined : { index: found, heading: cells[found]?.trim() }
}

/** `User name [userPrincipalName] Required` is how Entra's templates say `userPrincipalName`. */
function toHeading(cell: string): string {
  const [, property] = /\[(\w+)\]/.exec(cell) ?? []
  return (property ?? cell).trim().toLowerCase()
}
