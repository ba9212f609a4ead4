import { Trans, useLingui } from '@lingui/react/macro'
import css from './UsersPlot.module.css'
import { ShareName } from './UsersPlotBars.tsx'
import { type Share, toSize } from './users-shares.ts'

/** The numbers of the bars, to read and to copy. */
export function UsersPlotTable({ shares }: { shares: readonly Share[] }) {
  const { t, i18n } = useLingui()
  return (
    <table aria-label={t`Accounts by department`} className={css.table}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Department</Trans>
          </th>
          <th scope="col">
            <Trans>Enabled</Trans>
          </th>
          <th scope="col">
            <Trans>Disabled</Trans>
          </th>
          <th scope="col">
            <Trans>All</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {shares.map((share) => (
          <tr key={share.kind + share.department}>
            <th scope="row">
              <ShareName share={share} />
            </th>
            <td>{i18n.number(share.enabled)}</td>
            <td>{i18n.number(share.disabled)}</td>
            <td>{i18n.number(toSize(share))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
