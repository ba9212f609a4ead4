import { expect, test } from 'vitest'
import { moveCell } from './grid-moves.ts'

const SIZE = { rows: 100, columns: 5, page: 20 }

test.each([
  ['ArrowDown', false, [3, 2], [4, 2]],
  ['ArrowDown', false, [99, 2], [99, 2]],
  ['ArrowUp', false, [0, 2], [-1, 2]],
  ['ArrowUp', false, [-1, 2], [-1, 2]],
  ['ArrowRight', false, [3, 4], [3, 4]],
  ['ArrowLeft', false, [3, 0], [3, 0]],
  ['PageDown', false, [90, 1], [99, 1]],
  ['PageDown', false, [-1, 1], [19, 1]],
  ['PageUp', false, [10, 1], [0, 1]],
  ['PageUp', false, [-1, 1], [-1, 1]],
  ['Home', false, [7, 3], [7, 0]],
  ['End', false, [7, 3], [7, 4]],
  ['Home', true, [7, 3], [0, 0]],
  ['End', true, [7, 3], [99, 4]],
] as const)('%s (with Ctrl: %s) leads from %j to %j', (key, isCtrl, [row, column], to) => {
  expect(moveCell({ row, column }, key, isCtrl, SIZE)).toEqual({ row: to[0], column: to[1] })
})

test('other keys lead nowhere', () => {
  expect(moveCell({ row: 0, column: 0 }, 'q', false, SIZE)).toBeUndefined()
})
