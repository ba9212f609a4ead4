import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { Setup } from '@vestibule/client'
import type { FeatureId } from '../features.ts'
import { Section } from '../ui/Section.tsx'
import css from './SetupFeature.module.css'
import { SetupPermissionRow } from './SetupPermissionRow.tsx'

type Feature = Setup['features'][number]

const TEXTS: Record<FeatureId, { title: MessageDescriptor; purpose: MessageDescriptor }> = {
  profile: {
    title: msg`Profile`,
    purpose: msg`Signs people in and shows each of them their own profile.`,
  },
  users: {
    title: msg`Users`,
    purpose: msg`Lists and finds the people of your organisation, for somebody who is signed in.`,
  },
  mirror: {
    title: msg`Search`,
    purpose: msg`Keeps a copy of the people here, so that anybody is found at once, by any part of a name, and shows it to whoever may see them there.`,
  },
  'sign-ins': {
    title: msg`Sign-ins`,
    purpose: msg`Shows when somebody signed in last, for somebody who is signed in. Your organisation needs Entra ID P1 for it, and Microsoft also wants that person to have a directory role that allows it, such as Reports Reader.`,
  },
  batches: {
    title: msg`Batches`,
    purpose: msg`Disables and enables accounts and ends their sign-in sessions, as the person who asks for it. Microsoft also wants that person to have a directory role that allows it.`,
  },
  groups: {
    title: msg`Groups`,
    purpose: msg`Shows groups with their members, documents and conversations, as far as the person who is signed in may open them.`,
  },
  mail: {
    title: msg`Mail`,
    purpose: msg`Lets administrators read a mailbox, with a reason that is entered in the audit. Limit in Exchange which mailboxes this reaches.`,
  },
  directory: {
    title: msg`Vestibule’s own access to the directory`,
    purpose: msg`Reads people, groups and the organisation while nobody is signed in, for applications that may call the API by themselves.`,
  },
  'application-batches': {
    title: msg`Batches of applications`,
    purpose: msg`Disables and enables accounts and ends their sign-in sessions for applications that may call the API by themselves.`,
  },
}

/** What a feature is for, and the permissions without which it does not work. */
export function SetupFeature({ feature: { id, permissions } }: { feature: Feature }) {
  const { t } = useLingui()
  const { title, purpose } = TEXTS[id]
  return (
    <Section title={t(title)}>
      <p className={css.purpose}>{t(purpose)}</p>
      <ul aria-label={t`Permissions: ${t(title)}`} className={css.permissions}>
        {permissions.map((permission) => (
          <SetupPermissionRow
            key={`${permission.kind} ${permission.name}`}
            permission={permission}
          />
        ))}
      </ul>
    </Section>
  )
}
