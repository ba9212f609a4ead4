import type { Me } from '@vestibule/contract'
import type { Session } from '@vestibule/store'
import { toRoles } from '../accounts/role-grants.ts'
import type { AppConfig } from '../config/config.ts'
import { toIdleExpiry } from '../session-limits.ts'

/** The signed-in person, from what sign-in stored. */
export function toMe(session: Session, config: AppConfig): Me {
  const { person, entra, local, linkOffer } = session
  return {
    id: person.id,
    kind: entra ? (local ? 'linked' : 'entra') : 'local',
    displayName: person.displayName,
    email: person.email,
    roles: toRoles(entra?.roleGrants ?? []),
    roleGrants: entra?.roleGrants ?? [],
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
    // Only a session with Microsoft's tokens can fetch it.
    photoUrl: entra?.hasPhoto && session.door === 'entra' ? '/api/me/photo' : null,
    preferences: person.preferences,
    linkOffer: linkOffer && !local ? { email: linkOffer } : null,
    session: {
      createdAt: session.createdAt,
      idleExpiresAt: toIdleExpiry(config, session),
      expiresAt: session.expiresAt,
      door: session.door,
    },
  }
}
