import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { toGroupTitle } from './group-titles.ts'
import { OperationLink } from './OperationLink.tsx'
import css from './OperationList.module.css'
import type { OperationGroup } from './read-operations.ts'
import { usePlace } from './use-place.ts'

/** All operations, by what they are of. */
export function OperationList({ groups }: { groups: readonly OperationGroup[] }) {
  const { i18n } = useLingui()
  const ids = useMemo(
    () => groups.flatMap(({ operations }) => operations.map(({ id }) => id)),
    [groups],
  )
  const place = usePlace(ids)
  return groups.map(({ name, operations }) => (
    <section key={name} className={css.group}>
      <h2>{toGroupTitle(name, (text) => i18n._(text))}</h2>
      <ul>
        {operations.map((operation) => (
          <li key={operation.id}>
            <OperationLink operation={operation} isHere={operation.id === place} />
          </li>
        ))}
      </ul>
    </section>
  ))
}
