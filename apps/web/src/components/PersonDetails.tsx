import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { UserDetail } from '@vestibule/client'
import type { ReactNode } from 'react'
import { PATHS } from '../routes.ts'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { toFilter, type UserFilter } from '../user-filters.ts'
import { AccountState } from './AccountState.tsx'
import { Given, GivenIdentifier, NotGiven } from './Given.tsx'
import css from './PersonDetails.module.css'
import { UserType } from './UserType.tsx'

interface PersonDetailsProps {
  user: Partial<UserDetail>
  /** More is on its way; what is absent may still come. */
  isPartial: boolean
}

/** What the directory knows of a person, in parts. */
export function PersonDetails({ user, isPartial }: PersonDetailsProps) {
  const { t } = useLingui()
  /** A value once it can be told; until then the place of it. */
  const known = (value: unknown, show: ReactNode) =>
    value === undefined && isPartial ? <Skeleton width="60%" height={1.25} /> : show
  const text = (value: string | null | undefined) => known(value, <Given value={value} />)
  const code = (value: string | null | undefined, copyLabel: string) =>
    known(value, <GivenIdentifier value={value} copyLabel={copyLabel} />)

  return (
    <div className={css.columns}>
      <div className={css.column}>
        <Section title={<Trans>Contact</Trans>}>
          <Facts>
            <Fact name={<Trans>Mail</Trans>}>{code(user.mail, t`Copy mail address`)}</Fact>
            <Fact name={<Trans>Mobile phone</Trans>}>
              {code(user.mobilePhone, t`Copy mobile phone number`)}
            </Fact>
            <Fact name={<Trans>Business phones</Trans>}>
              {known(user.businessPhones, <Phones phones={user.businessPhones} />)}
            </Fact>
            <Fact name={<Trans>Office</Trans>}>{text(user.officeLocation)}</Fact>
          </Facts>
        </Section>
        <Section title={<Trans>Account</Trans>}>
          <Facts>
            <Fact name={<Trans>State</Trans>}>
              {known(user.accountEnabled, <State isEnabled={user.accountEnabled} />)}
            </Fact>
            <Fact name={<Trans>Type</Trans>}>
              {known(user.userType, <Type type={user.userType} />)}
            </Fact>
            <Fact name={<Trans>Synced from AD</Trans>}>
              {known(user.onPremisesSyncEnabled, <Synced isSynced={user.onPremisesSyncEnabled} />)}
            </Fact>
            <Fact name={<Trans>Created</Trans>}>
              {known(user.createdAt, <Created at={user.createdAt} />)}
            </Fact>
            <Fact name={<Trans>Preferred language</Trans>}>{text(user.preferredLanguage)}</Fact>
          </Facts>
        </Section>
      </div>
      <div className={css.column}>
        <Section title={<Trans>Name and job</Trans>}>
          <Facts>
            <Fact name={<Trans>Given name</Trans>}>{text(user.givenName)}</Fact>
            <Fact name={<Trans>Surname</Trans>}>{text(user.surname)}</Fact>
            <Fact name={<Trans>Job title</Trans>}>
              {text(user.jobTitle)}
              {user.jobTitle && (
                <Like filter={toFilter('jobTitle', user.jobTitle)}>
                  <Trans>Show people with this job title</Trans>
                </Like>
              )}
            </Fact>
            <Fact name={<Trans>Department</Trans>}>
              {text(user.department)}
              {user.department && (
                <Like filter={toFilter('department', user.department)}>
                  <Trans>Show people of this department</Trans>
                </Like>
              )}
            </Fact>
          </Facts>
        </Section>
        <Section title={<Trans>Identity</Trans>}>
          <Facts>
            <Fact name={<Trans>User principal name</Trans>}>
              {code(user.userPrincipalName, t`Copy user principal name`)}
            </Fact>
            <Fact name={<Trans>Object id</Trans>}>{code(user.id, t`Copy object id`)}</Fact>
          </Facts>
        </Section>
      </div>
    </div>
  )
}

function State({ isEnabled }: { isEnabled: boolean | null | undefined }) {
  if (typeof isEnabled === 'boolean') return <AccountState isEnabled={isEnabled} />
  return <NotGiven isHidden={isEnabled === undefined} />
}

function Type({ type }: { type: string | null | undefined }) {
  return type ? <UserType type={type} /> : <NotGiven isHidden={type === undefined} />
}

function Created({ at }: { at: string | null | undefined }) {
  return at ? <Time at={at} look="day" /> : <NotGiven isHidden={at === undefined} />
}

/** Graph says null of whom it never has synced, and false of whom it does not any more. */
function Synced({ isSynced }: { isSynced: boolean | null | undefined }) {
  if (isSynced === undefined) return <NotGiven isHidden />
  if (isSynced === null) return <Trans>No</Trans>
  return isSynced ? <Trans>Yes</Trans> : <Trans>No longer</Trans>
}

function Phones({ phones }: { phones: readonly string[] | undefined }) {
  const { t } = useLingui()
  if (phones === undefined || phones.length === 0) {
    return <NotGiven isHidden={phones === undefined} />
  }
  return (
    <ul>
      {phones.map((phone) => (
        <li key={phone}>
          <GivenIdentifier value={phone} copyLabel={t`Copy business phone number`} />
        </li>
      ))}
    </ul>
  )
}

/** The way to the people who have something in common. */
function Like({ filter, children }: { filter: UserFilter; children: ReactNode }) {
  return (
    <Link to={PATHS.users} search={{ filter: [filter] }} className={css.like}>
      {children}
    </Link>
  )
}
