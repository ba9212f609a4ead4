/** A cell of a grid. Row -1 is the headings'. */
export interface GridCell {
  row: number
  column: number
}

interface GridSize {
  rows: number
  columns: number
  /** How many rows Page up and Page down pass. */
  page: number
}

/**
 * The cell that a key leads to, as in https://www.w3.org/WAI/ARIA/apg/patterns/grid/; undefined for a key
 * that leads nowhere.
 */
export function moveCell(
  { row, column }: GridCell,
  key: string,
  isCtrl: boolean,
  { rows, columns, page }: GridSize,
): GridCell | undefined {
  const to = (wantedRow: number, wantedColumn: number): GridCell => ({
    row: clamp(wantedRow, -1, rows - 1),
    column: clamp(wantedColumn, 0, columns - 1),
  })
  switch (key) {
    case 'ArrowDown':
      return to(row + 1, column)
    case 'ArrowUp':
      return to(row - 1, column)
    case 'ArrowRight':
      return to(row, column + 1)
    case 'ArrowLeft':
      return to(row, column - 1)
    case 'PageDown':
      return to(row + page, column)
    case 'PageUp':
      // Not by a leap onto the headings.
      return to(Math.max(row - page, Math.min(row, 0)), column)
    case 'Home':
      return isCtrl ? to(0, 0) : to(row, 0)
    case 'End':
      return isCtrl ? to(rows - 1, columns - 1) : to(row, columns - 1)
    default:
      return undefined
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
