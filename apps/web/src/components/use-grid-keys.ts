import { useLingui } from '@lingui/react/macro'
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { People } from '../api/use-people.ts'
import { readSingleKey } from '../single-keys.ts'
import { isSelected, select } from '../user-selection.ts'
import { type GridCell, moveCell } from './grid-moves.ts'
import type { UserColumn } from './users-columns.ts'

/** The button that selects all who match, also those who have not come; see SelectionBar. */
export const SELECT_MATCHING_ID = 'select-matching'

interface GridKeysOptions {
  grid: RefObject<HTMLElement | null>
  people: People | undefined
  columns: readonly UserColumn[]
  isSelectable: boolean
  pageRows: number
  listKey: string
  onEnter: (id: string, isApart: boolean) => void
  /** Brings a row into sight. */
  onRow: (row: number) => void
}

/**
 * The keys of the grid of people. One cell of it is the stop of the Tab key and has the focus, never what is
 * in it: so the same keys do the same everywhere.
 */
export function useGridKeys(options: GridKeysOptions) {
  const { grid, people, columns, isSelectable, pageRows, listKey, onEnter, onRow } = options
  const { t } = useLingui()
  const before = isSelectable ? 1 : 0
  const size = { rows: people?.count ?? 0, columns: columns.length + before, page: pageRows }
  const [chosen, setChosen] = useState<GridCell & { of: string }>()
  const [said, setSaid] = useState('')
  const isFocusWanted = useRef(false)
  /** Where a selection by Shift began. */
  const anchor = useRef<number>(undefined)
  const row = chosen && (chosen.row < 0 || chosen.of === listKey) ? chosen.row : 0
  const active: GridCell = {
    row: Math.min(row, Math.max(0, size.rows - 1)),
    column: Math.min(chosen?.column ?? before, size.columns - 1),
  }

  useLayoutEffect(() => {
    if (!isFocusWanted.current) return
    isFocusWanted.current = false
    findCell(grid.current, active)?.focus({ preventScroll: true })
  })

  const go = (cell: GridCell) => {
    isFocusWanted.current = true
    setChosen({ ...cell, of: listKey })
    if (cell.row >= 0) onRow(cell.row)
  }
  const user = active.row < 0 ? undefined : people?.getUser(active.row)

  const extend = (to: number) => {
    anchor.current ??= active.row
    const next = people?.getUser(to)
    const isBack = Math.abs(to - anchor.current) < Math.abs(active.row - anchor.current)
    if (user) select([user], !isBack)
    if (next) select([next], true)
    go({ row: to, column: active.column })
  }
  const toggle = () => {
    if (active.row < 0 || !isSelectable) findControl(grid.current, active)?.click()
    else if (user) select([user], !isSelected(user.id))
  }
  const selectAll = () => {
    const loaded = people?.loaded ?? []
    if (loaded.every(({ id }) => isSelected(id))) {
      document.getElementById(SELECT_MATCHING_ID)?.focus()
    } else select(loaded, true)
  }
  const copy = (text: string) => {
    // Absent outside https and localhost.
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject()
    written.then(
      () => setSaid(t`Copied`),
      () => setSaid(t`Not copied`),
    )
  }

  /** @returns whether the key was one of them */
  const press = (event: KeyboardEvent): boolean => {
    const { key, shiftKey } = event
    const isCtrl = event.ctrlKey || event.metaKey
    if (event.altKey) return false
    if (isCtrl && key.toLowerCase() === 'a' && isSelectable) {
      selectAll()
      return true
    }
    const isStep = key === 'ArrowDown' || key === 'ArrowUp'
    if (shiftKey && isStep && isSelectable && active.row >= 0) {
      const to = active.row + (key === 'ArrowDown' ? 1 : -1)
      if (to >= 0 && to < size.rows) extend(to)
      return true
    }
    const single = readSingleKey(event.nativeEvent)
    const moved = moveCell(active, STEPS[single ?? ''] ?? key, isCtrl, size)
    if (moved && !shiftKey) {
      anchor.current = undefined
      go(moved)
      return true
    }
    // What has a button or a link of its own in focus, does by itself what it does.
    const isOnCell = event.target instanceof HTMLElement && 'cell' in event.target.dataset
    if (key === 'Enter' && isOnCell) {
      const isOfName = active.row >= 0 && (active.column > 0 || !isSelectable)
      if (!isOfName) toggle()
      else if (user) onEnter(user.id, isCtrl)
      return true
    }
    if (key === ' ' && isOnCell) {
      toggle()
      return true
    }
    if (single === 'x') toggle()
    else if (single === 'c' && user)
      copy(toCellText(grid.current, active, user[columns[active.column - before] ?? 'displayName']))
    else if (single === 'C' && user) copy(JSON.stringify(user, null, 2))
    else return false
    return true
  }

  // From anywhere on the page, j and k lead into the grid.
  useEffect(() => {
    const enter = (event: globalThis.KeyboardEvent) => {
      const key = readSingleKey(event) ?? ''
      const isInside = event.target instanceof Node && grid.current?.contains(event.target)
      if (!(key in STEPS) || isInside) return
      event.preventDefault()
      grid.current?.querySelector<HTMLElement>('[data-cell][tabindex="0"]')?.focus()
    }
    document.addEventListener('keydown', enter)
    return () => document.removeEventListener('keydown', enter)
  }, [grid])

  return {
    active,
    said,
    onKeyDown: (event: KeyboardEvent) => {
      if (press(event)) event.preventDefault()
    },
    /** The cell that was pressed is where the keys go on. */
    onFocus: ({ target }: FocusEvent) => {
      const { cell } = (target.closest('[data-cell]') as HTMLElement | null)?.dataset ?? {}
      if (cell === undefined) return
      const [atRow = 0, column = 0] = cell.split(':').map(Number)
      if (atRow !== active.row || column !== active.column) {
        setChosen({ row: atRow, column, of: listKey })
      }
    },
  }
}

const STEPS: Record<string, string> = { j: 'ArrowDown', k: 'ArrowUp' }

function findCell(grid: HTMLElement | null, { row, column }: GridCell) {
  return grid?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)
}

function findControl(grid: HTMLElement | null, cell: GridCell) {
  return findCell(grid, cell)?.querySelector<HTMLElement>('button, input')
}

/** What a cell holds, in full; what is no text in the words that stand for it. */
function toCellText(grid: HTMLElement | null, cell: GridCell, value: unknown): string {
  if (value === null || value === undefined) return ''
  const element = findCell(grid, cell)
  if (typeof value === 'string' && !element?.querySelector('time')) return value
  return element?.textContent.trim() ?? ''
}
