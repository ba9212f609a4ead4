import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { TokenClaims } from '@vestibule/client'
import { tokenClaimsQuery } from '../api/queries.ts'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Loaded } from './Loaded.tsx'

/** Attributes that a user flow of External ID can ask for, by their claims. */
const ATTRIBUTES: Record<string, MessageDescriptor> = {
  ctry: msg`Country/Region`,
  country: msg`Country/Region`,
  state: msg`State/Province`,
  city: msg`City`,
  streetAddress: msg`Street address`,
  postalCode: msg`Postal code`,
}

/** Attributes of the tenant's own: `extension_<application>_<name>`. */
const OWN_ATTRIBUTE = /^extension_[0-9a-f]{32}_(.+)$/i

/** What customers said of themselves when they signed up, and by whom they are known to Microsoft. */
export function CustomerDetails() {
  const { i18n } = useLingui()
  const query = useQuery(tokenClaimsQuery(i18n.locale))
  return (
    <Loaded query={query} skeleton={<Skeleton width={18} height={5} />}>
      {({ idToken }) => <Details claims={idToken?.claims ?? []} />}
    </Loaded>
  )
}

type Claims = NonNullable<TokenClaims['idToken']>['claims']

function Details({ claims }: { claims: Claims }) {
  const { t } = useLingui()
  const read = (name: string) => claims.find((claim) => claim.name === name)?.value
  const idp = read('idp')
  const said = claims.flatMap(({ name, value }) => {
    const known = ATTRIBUTES[name]
    const label = known ? t(known) : OWN_ATTRIBUTE.exec(name)?.[1]
    return label !== undefined && typeof value === 'string' ? { name, label, value } : []
  })
  return (
    <Facts>
      <Fact name={<Trans>Signs in with</Trans>}>
        {typeof idp === 'string' ? <bdi>{idp}</bdi> : <Trans>E-mail address</Trans>}
      </Fact>
      {said.map(({ name, label, value }) => (
        <Fact key={name} name={<bdi>{label}</bdi>}>
          <bdi>{value}</bdi>
        </Fact>
      ))}
    </Facts>
  )
}
