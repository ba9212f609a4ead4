import { Trans, useLingui } from '@lingui/react/macro'
import { Notice } from '../ui/Notice.tsx'
import { USER_HEADINGS } from './user-headings.ts'
import type { UserColumn } from './users-columns.ts'

/** Says what is not in the table, and why, so that nobody takes it for empty. */
export function MissingColumns({ missing }: { missing: readonly UserColumn[] }) {
  const { t, i18n } = useLingui()
  if (missing.length === 0) return null
  const names = new Intl.ListFormat(i18n.locales ?? i18n.locale).format(
    missing.map((column) => t(USER_HEADINGS[column])),
  )
  return (
    <Notice tone="info" title={<Trans>Some columns are left out: {names}.</Trans>}>
      <p>
        <Trans>The permissions you have given do not cover them.</Trans>
      </p>
    </Notice>
  )
}
