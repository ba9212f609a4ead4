import { Trans } from '@lingui/react/macro'
import type { TokenClaim } from '@vestibule/client'
import css from './ClaimsTable.module.css'
import { ClaimValue } from './ClaimValue.tsx'

interface ClaimsTableProps {
  claims: readonly TokenClaim[]
  /** The id of the heading that names the table. */
  labelledBy: string
}

export function ClaimsTable({ claims, labelledBy }: ClaimsTableProps) {
  return (
    <table className={css.table} aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Claim</Trans>
          </th>
          <th scope="col">
            <Trans>Value</Trans>
          </th>
          <th scope="col" className={css.meaning}>
            <Trans>Meaning</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {claims.map((claim) => (
          <tr key={claim.name}>
            <th scope="row">
              <code className={css.name}>{claim.name}</code>
              {/* Where there is no room for a third column. */}
              <p className={css.below}>{claim.meaning}</p>
            </th>
            <td>
              <ClaimValue claim={claim} />
            </td>
            <td className={css.meaning}>{claim.meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
