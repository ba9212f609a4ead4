import type { ApplicationRegistration, Applications } from '../world/application.ts'
import { createGuid } from '../world/random.ts'
import type { OptionalClaim } from '../world/settings.ts'
import { daemonClientId, pageClientId, publicClientId, webClientId } from './ids.ts'
import { requiredAccess } from './required-access.ts'

/** What the caller adds to a built-in registration. */
export interface ApplicationOptions {
  /** PEM certificates whose thumbprint the application may use for `private_key_jwt`. */
  certificates?: string[]
  /** Added to the built-in ones. */
  redirectUris?: string[]
}

const optionalClaims: OptionalClaim[] = ['sid', 'login_hint', 'auth_time', 'email']

/** Made anew for each: what is added to one registration's lists must not show in another's. */
const createEmpty = () => ({
  redirectUris: [],
  logoutPath: undefined,
  secrets: [],
  certificates: [],
  scopes: [],
  appRoles: [],
  hasDirectoryRoleClaims: false,
  optionalClaims: [],
})

/** The four registrations of the demo tenant; ports of `localhost` redirect URIs are not compared. */
function createBuiltIn(): ApplicationRegistration[] {
  return [
    {
      ...createEmpty(),
      clientId: webClientId,
      servicePrincipalId: createGuid(`service-principal:${webClientId}`),
      requiredAccess: requiredAccess[webClientId] ?? [],
      displayName: 'Vestibule',
      platform: 'web',
      redirectUris: [
        'http://localhost/auth/callback',
        'https://localhost/auth/callback',
        'http://localhost/sign-in',
        'https://localhost/sign-in',
        'http://localhost/',
      ],
      logoutPath: '/auth/frontchannel-logout',
      secrets: ['demo-web-secret'],
      scopes: ['access_as_user'],
      appRoles: ['Directory.Read', 'Batches.Write', 'Mail.Read'],
      hasDirectoryRoleClaims: true,
      optionalClaims,
    },
    {
      ...createEmpty(),
      clientId: publicClientId,
      servicePrincipalId: createGuid(`service-principal:${publicClientId}`),
      requiredAccess: requiredAccess[publicClientId] ?? [],
      displayName: 'Command line',
      platform: 'public',
      redirectUris: ['http://localhost/'],
    },
    {
      ...createEmpty(),
      clientId: daemonClientId,
      servicePrincipalId: createGuid(`service-principal:${daemonClientId}`),
      requiredAccess: requiredAccess[daemonClientId] ?? [],
      displayName: 'Nightly job',
      platform: 'daemon',
      secrets: ['demo-daemon-secret'],
    },
    {
      ...createEmpty(),
      clientId: pageClientId,
      servicePrincipalId: createGuid(`service-principal:${pageClientId}`),
      requiredAccess: requiredAccess[pageClientId] ?? [],
      displayName: 'Page on another origin',
      platform: 'spa',
      redirectUris: ['http://localhost/', 'http://localhost/callback'],
    },
  ]
}

/** Where people may end a sign-in, an administrator's consent may end as well. */
function listConsentCallbacks({ redirectUris }: ApplicationRegistration): string[] {
  return redirectUris
    .map((uri) => new URL(uri))
    .filter(({ pathname }) => pathname === '/auth/callback')
    .map(({ origin }) => `${origin}/auth/admin-consent/callback`)
}

/** The registrations by client id, with what the caller adds; throws on a client id it does not know. */
export function seedApplications(additions: Record<string, ApplicationOptions>): Applications {
  const applications: Applications = new Map(createBuiltIn().map((app) => [app.clientId, app]))
  for (const [clientId, addition] of Object.entries(additions)) {
    const application = applications.get(clientId)
    if (application === undefined) {
      throw new Error(`applications: ${clientId} is not a registration of the demo tenant`)
    }
    application.certificates.push(...(addition.certificates ?? []))
    application.redirectUris.push(...(addition.redirectUris ?? []))
  }
  for (const application of applications.values()) {
    application.redirectUris.push(...listConsentCallbacks(application))
  }
  return applications
}
