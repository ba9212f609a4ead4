import { Trans, useLingui } from '@lingui/react/macro'
import type { TokenClaim } from '@vestibule/client'
import { ClaimFlags } from './ClaimFlags.tsx'
import css from './ClaimsTable.module.css'
import { ClaimValue } from './ClaimValue.tsx'
import { GROUP_WORDS } from './claim-words.ts'
import { groupClaims } from './read-claim.ts'

interface ClaimsTableProps {
  claims: readonly TokenClaim[]
  /** The id of the heading that names the table. */
  labelledBy: string
}

export function ClaimsTable({ claims, labelledBy }: ClaimsTableProps) {
  const { t } = useLingui()
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
          <th scope="col">
            <Trans>Meaning</Trans>
          </th>
        </tr>
      </thead>
      {groupClaims(claims).map((each) => (
        <tbody key={each.group}>
          <tr className={css.group}>
            {/* `colgroup`, as https://www.w3.org/WAI/tutorials/tables/multi-level/ has it. */}
            <th scope="colgroup" colSpan={3}>
              {t(GROUP_WORDS[each.group])}
            </th>
          </tr>
          {each.claims.map((claim) => (
            <tr key={claim.name}>
              <th scope="row">
                <code className={css.name}>{claim.name}</code>
              </th>
              <td>
                <ClaimValue claim={claim} />
              </td>
              <td className={css.meaning}>
                {claim.meaning}
                <ClaimFlags flags={claim.flags} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}
