import { expect, test } from 'vitest'
import { formatSize } from './format-size.ts'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [412, '412 bytes'],
  [1_000, '1 kB'],
  [14_002, '14 kB'],
  [2_418_221, '2.42 MB'],
  [1_000_000_000, '1 GB'],
  [27_487_790_694_400, '27.5 TB'],
  [5e15, '5,000 TB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatSize(bytes, 'en')).toBe(text)
})

test('sizes are written as the language writes them', () => {
  expect(formatSize(2_418_221, 'fr').replaceAll(/\s/g, ' ')).toBe('2,42 Mo')
})
