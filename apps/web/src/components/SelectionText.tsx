import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { UserFilter } from '../user-filters.ts'
import { toFilterText } from './filter-texts.ts'

interface SelectionTextProps {
  search: string
  filter: readonly UserFilter[]
  count: number | null
}

/** Whom a search and filters find, in words. */
export function SelectionText({ search, filter, count }: SelectionTextProps) {
  const { t, i18n } = useLingui()
  const filters = new Intl.ListFormat(i18n.locale).format(filter.map((one) => t(toFilterText(one))))
  return (
    <>
      {search === '' && filter.length === 0 && <Trans>Everybody in the directory</Trans>}
      {search !== '' && filter.length === 0 && <Trans>Everybody who matches “{search}”</Trans>}
      {search === '' && filter.length > 0 && <Trans>Everybody with: {filters}</Trans>}
      {search !== '' && filter.length > 0 && (
        <Trans>
          Everybody who matches “{search}” with: {filters}
        </Trans>
      )}
      {count !== null && (
        <>
          {' · '}
          <Plural value={count} one="# person" other="# people" />
        </>
      )}
    </>
  )
}
