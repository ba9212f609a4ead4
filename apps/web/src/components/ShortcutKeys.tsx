import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useEffect, useId, useRef } from 'react'
import { PATHS } from '../routes.ts'
import { Button } from '../ui/Button.tsx'
import css from './ShortcutKeys.module.css'

const KEYS: readonly (readonly [keys: string, does: MessageDescriptor])[] = [
  ['/', msg`To the search`],
  ['← → ↑ ↓', msg`From cell to cell; upwards from the first row to the headings`],
  ['Home End', msg`To the beginning or the end of the row; with Ctrl, of the list`],
  ['PgUp PgDn', msg`A screen up or down`],
  ['j k', msg`To the next or the previous row`],
  ['x', msg`Select the row, or no longer; Space does the same`],
  ['Shift ↑ ↓', msg`Select further`],
  ['Ctrl A', msg`Select all who have been loaded; once more, all who match`],
  ['Enter', msg`Show the person beside the list; with Ctrl in another tab`],
  ['[ ]', msg`The previous or the next person, beside the list`],
  ['c', msg`Copy the cell`],
  ['Shift C', msg`Copy the person as JSON`],
  ['Esc', msg`Close what is beside the list, then select nobody`],
  ['?', msg`Show these keys`],
]

/** The keys of the list of people. */
export function ShortcutKeys({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const title = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-labelledby={title} className={css.dialog} onClose={onClose}>
      <div className={css.content}>
        <h2 id={title}>
          <Trans>Keys</Trans>
        </h2>
        <dl className={css.keys}>
          {KEYS.map(([keys, does]) => (
            <div key={keys} className={css.pair}>
              <dt>{keys}</dt>
              <dd>{t(does)}</dd>
            </div>
          ))}
        </dl>
        <p className={css.quiet}>
          <Trans>
            Single keys can be switched off in the <Link to={PATHS.settings}>settings</Link>.
          </Trans>
        </p>
        <Button onClick={() => dialog.current?.close()}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </dialog>
  )
}
