import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCsvRows } from './read-csv-rows.ts'
import { type CsvColumn, type CsvValue, toCsv } from './to-csv.ts'

const COLUMNS: CsvColumn<CsvValue[]>[] = [0, 1, 2].map((n) => ({
  heading: `c${n}`,
  read: (row) => row[n],
}))
const write = (...row: CsvValue[]) => toCsv([row], COLUMNS).slice('c0,c1,c2\r\n'.length)

test.each([
  [['a', 1, true], 'a,1,true\r\n'],
  [['', null, undefined], ',,\r\n'],
  [['a,b', 'say "x"', 'l\nm'], '"a,b","say ""x""","l\nm"\r\n'],
  [['=1+1', '+1', '-1'], '"\'=1+1","\'+1","\'-1"\r\n'],
  [['@SUM(A1)', '\tx', '\rx'], '"\'@SUM(A1)","\'\tx","\'\rx"\r\n'],
  [['\n=1', ' =1', '\ufeff=1'], '"\'\n=1","\' =1","\'\ufeff=1"\r\n'],
  [['＝1', '＋1', '＠a'], '"\'＝1","\'＋1","\'＠a"\r\n'],
  [[-5, 0.5, Number.NEGATIVE_INFINITY], '-5,0.5,"\'-Infinity"\r\n'],
  [['a;=1', 'a\t=1', 'x-y'], '"a;=1","a\t=1",x-y\r\n'],
])('%j', (row, text) => {
  expect(write(...row)).toBe(text)
})

test('headings are cells too, and stand there without rows', () => {
  const columns = [{ heading: '=h', read: () => '' }]
  expect(toCsv([], columns)).toBe('"\'=h"\r\n')
  expect(toCsv([1], columns, { byteOrderMark: true })).toBe('\ufeff"\'=h"\r\n""\r\n')
})

const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...'=+-@\t\r\n",;\' a＝\ufeff')).map((parts) => parts.join('')),
)
const table = fc.array(fc.tuple(cell, cell, cell))

test('what is written is read back', () => {
  fc.assert(
    fc.property(table, (rows) => {
      const [, ...read] = readCsvRows(toCsv(rows, COLUMNS), ',')
      // Blank rows are not read, nor is which kind of line end it was. What begins with a tab or a
      // line end has an apostrophe and so is not blank.
      const wanted = rows
        .map((row) => row.map((text) => text.replace(/\r\n?/g, '\n')))
        .filter((row) => row.some((text) => text.trim() !== '' || /[\t\n]/.test(text)))
      const bare = read.map(({ cells }) => cells.map(dropApostrophe))
      expect(bare).toEqual(wanted.map((row) => row.map(dropApostrophe)))
      expect(read.every(({ malformed }) => malformed === undefined)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test('no cell begins a formula', () => {
  fc.assert(
    fc.property(table, (rows) => {
      for (const { cells } of readCsvRows(toCsv(rows, COLUMNS), ','))
        for (const text of cells) expect(text).not.toMatch(/^[\s\ufeff]*[=+\-@\t\r\n＝＋－＠]/)
    }),
    { numRuns: 1000 },
  )
})

/** The one before what would be a formula. */
function dropApostrophe(text: string): string {
  return text.replace(/^'(?=[\s\p{Default_Ignorable_Code_Point}]*[=+\-@\t\r\n＝＋－＠])/u, '')
}
