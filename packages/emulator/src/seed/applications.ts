import type {
  ApiScope,
  ApplicationRegistration,
  Applications,
  AppRole,
  OptionalClaims,
} from '../world/application.ts'
import { createGuid } from '../world/random.ts'
import type { OptionalClaim } from '../world/settings.ts'
import {
  contosoId,
  customersClientId,
  customersId,
  daemonClientId,
  pageClientId,
  publicClientId,
  webClientId,
} from './ids.ts'
import { requiredAccess } from './required-access.ts'

/** What the caller adds to a built-in registration. */
export interface ApplicationOptions {
  /** PEM certificates whose thumbprint the application may use for `private_key_jwt`. */
  certificates?: string[]
  /** Added to the built-in ones. */
  redirectUris?: string[]
}

const createdDateTime = '2020-01-15T09:00:00Z'

function createOptionalClaims(names: OptionalClaim[]): OptionalClaims {
  const idToken = names.map((name) => ({
    name,
    source: null,
    essential: false,
    additionalProperties: [],
  }))
  return { idToken, accessToken: [], saml2Token: [] }
}

function createScope(value: string): ApiScope {
  return {
    id: createGuid(`scope:${value}`),
    value,
    type: 'User',
    isEnabled: true,
    adminConsentDisplayName: 'Use Vestibule as the person who is signed in',
    adminConsentDescription: 'Lets an application call Vestibule for the person who is signed in.',
    userConsentDisplayName: 'Use Vestibule as you',
    userConsentDescription: 'Lets an application call Vestibule for you.',
  }
}

function createRole(value: string): AppRole {
  return {
    id: createGuid(`app-role:${value}`),
    value,
    displayName: value,
    description: `${value} in Vestibule.`,
    allowedMemberTypes: ['User', 'Application'],
    isEnabled: true,
  }
}

function createSecret(clientId: string, secretText: string): ApplicationRegistration['secrets'][0] {
  return {
    keyId: createGuid(`secret:${clientId}`),
    displayName: 'demo',
    secretText,
    startDateTime: createdDateTime,
    endDateTime: '2299-12-31T00:00:00Z',
  }
}

/** Made anew for each: what is added to one registration's lists must not show in another's. */
function createEmpty(clientId: string): Omit<ApplicationRegistration, 'displayName'> {
  return {
    id: createGuid(`application:${clientId}`),
    clientId,
    tenantId: contosoId,
    createdDateTime,
    redirectUris: { web: [], spa: [], publicClient: [] },
    isFallbackPublicClient: null,
    logoutUrl: null,
    secrets: [],
    certificates: [],
    identifierUris: [],
    scopes: [],
    appRoles: [],
    requiredAccess: requiredAccess[clientId] ?? [],
    accessTokenVersion: 2,
    groupMembershipClaims: null,
    optionalClaims: null,
    servicePrincipal: {
      id: createGuid(`service-principal:${clientId}`),
      createdDateTime,
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      tags: [],
      notes: null,
    },
    kept: {},
  }
}

/** Where the web application runs, for employees and for customers alike. */
function createWebAddresses(): Pick<ApplicationRegistration, 'redirectUris' | 'logoutUrl'> {
  return {
    redirectUris: {
      web: [
        'http://localhost/auth/callback',
        'https://localhost/auth/callback',
        'http://localhost/sign-in',
        'https://localhost/sign-in',
        'http://localhost/',
      ],
      spa: [],
      publicClient: [],
    },
    logoutUrl: '/auth/frontchannel-logout',
  }
}

/** The five registrations of the demo tenant; ports of `localhost` redirect URIs are not compared. */
function createBuiltIn(): ApplicationRegistration[] {
  return [
    {
      ...createEmpty(webClientId),
      displayName: 'Vestibule',
      ...createWebAddresses(),
      secrets: [createSecret(webClientId, 'demo-web-secret')],
      identifierUris: [`api://${webClientId}`],
      scopes: [createScope('access_as_user')],
      appRoles: ['Directory.Read', 'Batches.Write', 'Mail.Read'].map(createRole),
      groupMembershipClaims: 'DirectoryRole',
      optionalClaims: createOptionalClaims(['sid', 'login_hint', 'auth_time', 'email']),
    },
    {
      ...createEmpty(publicClientId),
      displayName: 'Command line',
      redirectUris: { web: [], spa: [], publicClient: ['http://localhost/'] },
      isFallbackPublicClient: true,
    },
    {
      ...createEmpty(daemonClientId),
      displayName: 'Nightly job',
      secrets: [createSecret(daemonClientId, 'demo-daemon-secret')],
    },
    {
      ...createEmpty(pageClientId),
      displayName: 'Page on another origin',
      redirectUris: {
        web: [],
        spa: ['http://localhost/', 'http://localhost/callback'],
        publicClient: [],
      },
    },
    {
      ...createEmpty(customersClientId),
      tenantId: customersId,
      displayName: 'Vestibule for customers',
      ...createWebAddresses(),
      secrets: [createSecret(customersClientId, 'demo-customers-secret')],
      optionalClaims: createOptionalClaims([
        'sid',
        'login_hint',
        'auth_time',
        'email',
        'ctry',
        'postalCode',
      ]),
    },
  ]
}

/** Where people may end a sign-in, an administrator's consent may end as well. */
function toConsentCallbacks(redirectUris: string[]): string[] {
  return redirectUris
    .map((uri) => new URL(uri))
    .filter(({ pathname }) => pathname === '/auth/callback')
    .map(({ origin }) => `${origin}/auth/admin-consent/callback`)
}

/** The list that a built-in registration has addresses in. */
function getRedirectUris({ redirectUris }: ApplicationRegistration): string[] {
  const { web, spa, publicClient } = redirectUris
  return [spa, publicClient].find((list) => list.length > 0) ?? web
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
    getRedirectUris(application).push(...(addition.redirectUris ?? []))
  }
  for (const { redirectUris } of applications.values()) {
    redirectUris.web.push(...toConsentCallbacks(redirectUris.web))
  }
  return applications
}
