/// <reference path="./papaparse.d.ts" />
import papa from 'papaparse'

export type CsvValue = string | number | boolean | null | undefined

export interface CsvColumn<Row> {
  heading: string
  read: (row: Row) => CsvValue
}

/**
 * What begins a formula in Excel, LibreOffice or Numbers, also in full width, and behind spaces
 * and invisible characters, which a program may drop: https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[\s\p{Default_Ignorable_Code_Point}]*[=+\-@\t\r\n＝＋－＠]/u
/** Where Excel divides at these instead of commas, a cell must not fall apart into two. */
const OTHER_DELIMITER = /[;\t]/

/**
 * Writes a table as CSV for spreadsheets: headings first, RFC 4180, every line ended by CRLF. Text that a
 * spreadsheet would calculate gets an apostrophe before it; numbers stay numbers. `byteOrderMark`
 * makes Excel read it as UTF-8. Works in the browser and on the server.
 */
export function toCsv<Row>(
  rows: Iterable<Row>,
  columns: readonly CsvColumn<Row>[],
  { byteOrderMark = false }: { byteOrderMark?: boolean } = {},
): string {
  const fields = columns.map(({ heading }) => heading)
  const data = Array.from(rows, (row) => columns.map(({ read }) => toCell(read(row))))
  const table = papa.unparse(
    { fields, data },
    {
      newline: '\r\n',
      escapeFormulae: FORMULA,
      // A row of one empty cell would be a blank line.
      quotes: (value) => OTHER_DELIMITER.test(String(value)) || (value === '' && fields.length < 2),
    },
  )
  // papaparse itself ends a table without rows, and no other.
  return `${byteOrderMark ? '\ufeff' : ''}${table.replace(/\r\n$/, '')}\r\n`
}

function toCell(value: CsvValue): string | number | boolean {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value ?? ''
}
