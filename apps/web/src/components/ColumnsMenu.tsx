import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import css from './ColumnsMenu.module.css'
import { USER_HEADINGS } from './user-headings.ts'
import { USER_COLUMNS, type UserColumn } from './users-columns.ts'

interface ColumnsMenuProps {
  columns: readonly UserColumn[]
  /** Told undefined for those that a list has by itself. */
  onChange: (columns: readonly UserColumn[] | undefined) => void
}

/** Which columns the list has, and in which order. */
export function ColumnsMenu({ columns, onChange }: ColumnsMenuProps) {
  return (
    <Popover
      align="end"
      icon={<Columns3 size={16} aria-hidden="true" />}
      words={<Trans>Columns</Trans>}
    >
      {() => <Choice columns={columns} onChange={onChange} />}
    </Popover>
  )
}

function Choice({ columns, onChange }: ColumnsMenuProps) {
  const { t } = useLingui()
  const others = USER_COLUMNS.filter((column) => !columns.includes(column))
  const move = (column: UserColumn, by: 1 | -1) => {
    const at = columns.indexOf(column)
    const moved = columns.filter((one) => one !== column)
    moved.splice(at + by, 0, column)
    onChange(moved)
  }
  return (
    <div className={css.menu}>
      <ul>
        {[...columns, ...others].map((column) => {
          const heading = t(USER_HEADINGS[column])
          const at = columns.indexOf(column)
          const isShown = at >= 0
          const isFixed = column === 'displayName'
          return (
            <li key={column} className={css.row}>
              <label className={css.label}>
                <input
                  type="checkbox"
                  checked={isShown}
                  disabled={isFixed}
                  onChange={() =>
                    onChange(
                      isShown ? columns.filter((one) => one !== column) : [...columns, column],
                    )
                  }
                />
                {heading}
              </label>
              {isFixed && (
                <span className={css.note}>
                  <Trans>always first</Trans>
                </span>
              )}
              {isShown && !isFixed && (
                <>
                  <Move
                    label={t`Move ${heading} up`}
                    isPossible={at > 1}
                    onMove={() => move(column, -1)}
                  />
                  <Move
                    isDown
                    label={t`Move ${heading} down`}
                    isPossible={at < columns.length - 1}
                    onMove={() => move(column, 1)}
                  />
                </>
              )}
            </li>
          )
        })}
      </ul>
      <p className={css.note}>
        <Trans>Columns that there is no room for are left out.</Trans>
      </p>
      <Button look="quiet" onClick={() => onChange(undefined)}>
        <Trans>As at first</Trans>
      </Button>
    </div>
  )
}

interface MoveProps {
  label: string
  isDown?: boolean
  isPossible: boolean
  onMove: () => void
}

/** Keeps the focus at the end of the list too, where there is nowhere to go. */
function Move({ label, isDown = false, isPossible, onMove }: MoveProps) {
  const Icon = isDown ? ArrowDown : ArrowUp
  return (
    <button
      type="button"
      className={css.move}
      aria-label={label}
      title={label}
      aria-disabled={!isPossible}
      onClick={() => isPossible && onMove()}
    >
      <Icon size={14} aria-hidden="true" />
    </button>
  )
}
