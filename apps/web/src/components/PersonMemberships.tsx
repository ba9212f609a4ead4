import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { UserMemberships } from '@vestibule/client'
import type { ReactNode } from 'react'
import { membershipsQuery } from '../api/person-queries.ts'
import { hasFeature } from '../features.ts'
import { PATHS } from '../routes.ts'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { NotGiven } from './Given.tsx'
import { toLicenceName } from './licence-names.ts'
import { PartContent } from './PartContent.tsx'
import css from './PersonMemberships.module.css'

type Named = UserMemberships['groups'][number]
type Licence = NonNullable<UserMemberships['licenses']>[number]

/** What somebody belongs to and was given. */
export function PersonMemberships({ id }: { id: string }) {
  const query = useQuery(membershipsQuery(id))
  return (
    <Section title={<Trans>Groups, roles and licences</Trans>}>
      <PartContent
        query={query}
        skeleton={<Rows groups={<Waiting />} roles={<Waiting />} licences={<Waiting />} />}
        refused={
          <Trans>
            Your organisation does not show this here: it takes the permission{' '}
            <code>User.Read.All</code>.
          </Trans>
        }
      >
        {({ groups, directoryRoles, licenses, isComplete }) => (
          <Rows
            groups={
              <>
                <List items={groups}>{(group) => <GroupName group={group} />}</List>
                {!isComplete && (
                  <p className={css.none}>
                    <Trans>There are more groups than are listed here.</Trans>
                  </p>
                )}
              </>
            }
            roles={<List items={directoryRoles}>{(role) => <NameOrId of={role} />}</List>}
            licences={
              licenses ? (
                <List items={licenses.map((licence) => ({ ...licence, id: licence.skuId }))}>
                  {(licence) => <LicenceName licence={licence} />}
                </List>
              ) : (
                <NotGiven isHidden />
              )
            }
          />
        )}
      </PartContent>
    </Section>
  )
}

function Rows({ groups, roles, licences }: Record<'groups' | 'roles' | 'licences', ReactNode>) {
  return (
    <Facts>
      <Fact name={<Trans>Groups</Trans>}>{groups}</Fact>
      <Fact name={<Trans>Directory roles</Trans>}>{roles}</Fact>
      <Fact name={<Trans>Licences</Trans>}>{licences}</Fact>
    </Facts>
  )
}

function Waiting() {
  return <Skeleton width="60%" height={1.25} />
}

interface ListProps<Item> {
  items: readonly Item[]
  children: (item: Item) => ReactNode
}

function List<Item extends { id: string }>({ items, children }: ListProps<Item>) {
  if (items.length === 0) {
    return (
      <span className={css.none}>
        <Trans>None</Trans>
      </span>
    )
  }
  return (
    <ul className={css.list}>
      {items.map((item) => (
        <li key={item.id}>{children(item)}</li>
      ))}
    </ul>
  )
}

function GroupName({ group }: { group: Named }) {
  if (!hasFeature('groups')) return <NameOrId of={group} />
  return (
    <Link to={PATHS.group} params={{ groupId: group.id }}>
      <NameOrId of={group} />
    </Link>
  )
}

/** The id where the name may not be read. */
function NameOrId({ of: { id, displayName } }: { of: Named }) {
  return displayName ? <bdi>{displayName}</bdi> : <code className={css.id}>{id}</code>
}

function LicenceName({ licence: { skuId, skuPartNumber } }: { licence: Licence }) {
  const { t } = useLingui()
  const name = toLicenceName(skuId)
  if (name === undefined) return <code>{skuPartNumber}</code>
  return (
    <span className={css.licence}>
      {t(name)}
      <code className={css.sku}>{skuPartNumber}</code>
    </span>
  )
}
