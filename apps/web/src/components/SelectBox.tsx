import { useLingui } from '@lingui/react/macro'
import type { User } from '@vestibule/client'
import { useEffect, useRef } from 'react'
import { select, useIsSelected, useSelectedAmong } from '../user-selection.ts'
import { toUserName } from './users-columns.ts'

/** Selects a person. The keys x and Space do it from any cell of the row. */
export function SelectBox({ user }: { user: User }) {
  const { t } = useLingui()
  const name = toUserName(user)
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      aria-label={t`Select ${name}`}
      checked={useIsSelected(user.id)}
      onChange={(event) => select([user], event.target.checked)}
    />
  )
}

/** Selects everybody who is listed by now. */
export function SelectAllBox({ users }: { users: readonly User[] }) {
  const { t } = useLingui()
  const these = useSelectedAmong(users)
  const box = useRef<HTMLInputElement>(null)
  const isSome = these > 0 && these < users.length
  useEffect(() => {
    if (box.current) box.current.indeterminate = isSome
  }, [isSome])
  const label = t`Select all people shown. In a row, the key x selects it.`
  return (
    <input
      ref={box}
      type="checkbox"
      tabIndex={-1}
      aria-label={label}
      title={label}
      checked={users.length > 0 && these === users.length}
      onChange={(event) => select(users, event.target.checked)}
    />
  )
}
