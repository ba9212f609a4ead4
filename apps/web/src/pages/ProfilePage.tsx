import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { Me } from '@vestibule/client'
import type { ReactNode } from 'react'
import { meQuery } from '../api/queries.ts'
import { Abilities } from '../components/Abilities.tsx'
import { Loaded } from '../components/Loaded.tsx'
import { toRoleText } from '../components/roles.ts'
import { SessionTime } from '../components/SessionTime.tsx'
import { Avatar } from '../ui/Avatar.tsx'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Identifier } from '../ui/Identifier.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Tag } from '../ui/Tag.tsx'
import css from './ProfilePage.module.css'

export function ProfilePage() {
  const query = useQuery(meQuery)
  return (
    <Loaded query={query} skeleton={<ProfileSkeleton />}>
      {(me) => <Profile me={me} />}
    </Loaded>
  )
}

function Profile({ me }: { me: Me }) {
  return (
    <div className={css.profile}>
      <Person me={me} />
      <div className={css.columns}>
        <div className={css.column}>
          <Section title={<Trans>Account</Trans>}>
            <AccountFacts me={me} />
          </Section>
        </div>
        <div className={css.column}>
          <Section title={<Trans>Roles</Trans>}>
            <Roles roles={me.roles} />
          </Section>
          <Section title={<Trans>What you can do here</Trans>}>
            <Abilities me={me} />
          </Section>
          {me.session && (
            <Section title={<Trans>This session</Trans>}>
              <SessionTime session={me.session} />
            </Section>
          )}
        </div>
      </div>
    </div>
  )
}

function Person({ me }: { me: Me }) {
  const about = [me.entra?.jobTitle, me.entra?.organization.displayName].filter((text) => text)
  return (
    <div className={css.person}>
      <Avatar id={me.id} name={me.displayName} photoUrl={me.photoUrl} size="large" />
      <div>
        <h2 className={css.name}>
          <bdi>{me.displayName}</bdi>
        </h2>
        {about.length > 0 && (
          <p className={css.about}>
            {about.map((text, index) => (
              <span key={text}>
                {index > 0 && ' · '}
                <bdi>{text}</bdi>
              </span>
            ))}
          </p>
        )}
      </div>
    </div>
  )
}

function AccountFacts({ me }: { me: Me }) {
  const { t } = useLingui()
  const { entra } = me
  return (
    <Facts>
      <Fact name={<Trans>Display name</Trans>}>
        <bdi>{me.displayName}</bdi>
      </Fact>
      {entra && (
        <>
          <Fact name={<Trans>Given name</Trans>}>
            <Text>{entra.givenName}</Text>
          </Fact>
          <Fact name={<Trans>Surname</Trans>}>
            <Text>{entra.surname}</Text>
          </Fact>
          <Fact name={<Trans>Job title</Trans>}>
            <Text>{entra.jobTitle}</Text>
          </Fact>
          <Fact name={<Trans>Organisation</Trans>}>
            <Text>{entra.organization.displayName}</Text>
          </Fact>
          <Fact name={<Trans>Mail</Trans>}>
            <Copyable value={entra.mail} label={t`Copy mail address`} />
          </Fact>
          <Fact name={<Trans>User principal name</Trans>}>
            <Copyable value={entra.userPrincipalName} label={t`Copy user principal name`} />
          </Fact>
          <Fact name={<Trans>Object id</Trans>}>
            <Copyable value={entra.objectId} label={t`Copy object id`} />
          </Fact>
          <Fact name={<Trans>Tenant id</Trans>}>
            <Copyable value={entra.tenantId} label={t`Copy tenant id`} />
          </Fact>
        </>
      )}
      {me.local && (
        <Fact name={<Trans>Local account</Trans>}>
          <Copyable value={me.local.email} label={t`Copy e-mail address`} />
        </Fact>
      )}
      <Fact name={<Trans>Vestibule id</Trans>}>
        <Copyable value={me.id} label={t`Copy Vestibule id`} />
      </Fact>
    </Facts>
  )
}

function Roles({ roles }: { roles: readonly string[] }) {
  const { t } = useLingui()
  if (roles.length === 0) {
    return (
      <p className={css.quiet}>
        <Trans>You have no role. What everyone may do, you may do.</Trans>
      </p>
    )
  }
  return (
    <ul className={css.roles}>
      {roles.map((role) => {
        const { word, source } = toRoleText(role)
        return (
          <li key={role}>
            <Tag>{word ? t(word) : role}</Tag>
            <span className={css.quiet}>{t(source)}</span>
          </li>
        )
      })}
    </ul>
  )
}

function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Text({ children }: { children: string | null }) {
  return children ? <bdi>{children}</bdi> : <NotGiven />
}

function Copyable({ value, label }: { value: string | null; label: string }) {
  return value ? <Identifier value={value} copyLabel={label} /> : <NotGiven />
}

function NotGiven() {
  return (
    <span className={css.quiet}>
      <Trans>Not given</Trans>
    </span>
  )
}

function ProfileSkeleton() {
  const facts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
  return (
    <div className={css.profile} aria-hidden="true">
      <div className={css.person}>
        <Skeleton round width={4.5} height={4.5} />
        <div className={css.waiting}>
          <Skeleton width={14} height={1.75} />
          <Skeleton width={10} />
        </div>
      </div>
      <div className={css.columns}>
        <div className={css.column}>
          <Section title={<Trans>Account</Trans>}>
            <Facts>
              {facts.map((fact) => (
                <Fact key={fact} name={<Skeleton width={6} />}>
                  <Skeleton width="70%" height={1.25} />
                </Fact>
              ))}
            </Facts>
          </Section>
        </div>
        <div className={css.column}>
          <Section title={<Trans>Roles</Trans>}>
            <Skeleton width="60%" height={1.375} />
          </Section>
          <Section title={<Trans>What you can do here</Trans>}>
            <Skeleton width="80%" height={2.5} />
            <Skeleton width="80%" height={2.5} />
          </Section>
        </div>
      </div>
    </div>
  )
}
