import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { Me } from '@vestibule/client'
import { toMyPhoto } from '../api/photos.ts'
import { meQuery } from '../api/queries.ts'
import { Abilities } from '../components/Abilities.tsx'
import { CustomerDetails } from '../components/CustomerDetails.tsx'
import { Given, GivenIdentifier } from '../components/Given.tsx'
import { LinkOffer } from '../components/LinkOffer.tsx'
import { Loaded } from '../components/Loaded.tsx'
import { Roles } from '../components/Roles.tsx'
import { SessionTime } from '../components/SessionTime.tsx'
import { isForCustomers } from '../features.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Fact, Facts } from '../ui/Facts.tsx'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
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
      {me.linkOffer && <LinkOffer email={me.linkOffer.email} />}
      <div className={css.columns}>
        <div className={css.column}>
          <Section title={<Trans>Account</Trans>}>
            <AccountFacts me={me} />
          </Section>
          {isForCustomers() && me.entra && (
            <Section title={<Trans>Your details</Trans>}>
              <CustomerDetails />
            </Section>
          )}
        </div>
        <div className={css.column}>
          <Section title={<Trans>Roles</Trans>}>
            <Roles grants={me.roleGrants} />
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
      <Avatar
        id={me.entra?.objectId ?? me.id}
        name={me.displayName}
        photo={toMyPhoto(me)}
        size="large"
      />
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
            <Given value={entra.givenName} />
          </Fact>
          <Fact name={<Trans>Surname</Trans>}>
            <Given value={entra.surname} />
          </Fact>
          <Fact name={<Trans>Job title</Trans>}>
            <Given value={entra.jobTitle} />
          </Fact>
          <Fact name={<Trans>Organisation</Trans>}>
            <Given value={entra.organization.displayName} />
          </Fact>
          <Fact name={<Trans>Mail</Trans>}>
            <GivenIdentifier value={entra.mail} copyLabel={t`Copy mail address`} />
          </Fact>
          <Fact name={<Trans>User principal name</Trans>}>
            <GivenIdentifier
              value={entra.userPrincipalName}
              copyLabel={t`Copy user principal name`}
            />
          </Fact>
          <Fact name={<Trans>Object id</Trans>}>
            <GivenIdentifier value={entra.objectId} copyLabel={t`Copy object id`} />
          </Fact>
          <Fact name={<Trans>Tenant id</Trans>}>
            <GivenIdentifier value={entra.tenantId} copyLabel={t`Copy tenant id`} />
          </Fact>
        </>
      )}
      {me.local && (
        <Fact name={<Trans>Local account</Trans>}>
          <GivenIdentifier value={me.local.email} copyLabel={t`Copy e-mail address`} />
        </Fact>
      )}
      <Fact name={<Trans>Vestibule id</Trans>}>
        <GivenIdentifier value={me.id} copyLabel={t`Copy Vestibule id`} />
      </Fact>
    </Facts>
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
