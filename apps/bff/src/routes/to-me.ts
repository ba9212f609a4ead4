import type { Me } from '@vestibule/contract'
import type { EntraIdentity, Person, RoleGrant, Session } from '@vestibule/store'
import type { Caller } from '../accounts/caller.ts'
import { toRoles } from '../accounts/role-grants.ts'
import type { AppConfig } from '../config/config.ts'
import { toIdleExpiry } from '../session-limits.ts'

/** The signed-in person, from what sign-in stored. */
export function toMe(session: Session, config: AppConfig): Me {
  const { entra, local, linkOffer } = session
  return {
    ...toPersonOfMe(session, entra?.roleGrants ?? []),
    kind: entra ? (local ? 'linked' : 'entra') : 'local',
    // Only a session with Microsoft's tokens can fetch it.
    photoUrl: entra?.hasPhoto && session.door === 'entra' ? PHOTO_URL : null,
    linkOffer: linkOffer && !local ? { email: linkOffer } : null,
    session: {
      createdAt: session.createdAt,
      idleExpiresAt: toIdleExpiry(config, session),
      expiresAt: session.expiresAt,
      door: session.door,
    },
  }
}

/** Whoever shows a bearer token: from what is stored of them, and the token. */
export function toBearerMe(caller: Caller): Me {
  const { kind, entra, local, roleGrants } = caller
  return {
    ...toPersonOfMe(caller, roleGrants),
    kind: kind === 'app' ? 'app' : local ? 'linked' : 'entra',
    photoUrl: entra?.hasPhoto ? PHOTO_URL : null,
    linkOffer: null,
    session: null,
  }
}

const PHOTO_URL = '/api/me/photo'

type Known = { person: Person; entra: EntraIdentity | null; local: { email: string } | null }

function toPersonOfMe({ person, entra, local }: Known, roleGrants: RoleGrant[]) {
  return {
    id: person.id,
    displayName: person.displayName,
    email: person.email,
    roles: toRoles(roleGrants),
    roleGrants,
    entra: entra && {
      objectId: entra.objectId,
      tenantId: entra.tenantId,
      userPrincipalName: entra.userPrincipalName,
      mail: entra.mail,
      givenName: entra.givenName,
      surname: entra.surname,
      jobTitle: entra.jobTitle,
      organization: { id: entra.tenantId, displayName: entra.organizationName },
    },
    local,
    preferences: person.preferences,
  }
}
