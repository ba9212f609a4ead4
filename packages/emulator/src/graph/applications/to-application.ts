import { X509Certificate } from 'node:crypto'
import { toThumbprints } from '../../keys/thumbprints.ts'
import { readApi } from '../../world/api.ts'
import type { ApplicationRegistration, RequiredAccess, Secret } from '../../world/application.ts'
import { createGuid } from '../../world/random.ts'
import { toGraphTime } from '../../world/to-graph-time.ts'
import { getTenant, type World } from '../../world/world.ts'
import type { Entity } from './values.ts'

/** A secret as everyone may see it; its text is told once, by `addPassword`. */
export function toPasswordCredential(secret: Secret): Entity {
  const { keyId, displayName, secretText, startDateTime, endDateTime } = secret
  return {
    customKeyIdentifier: null,
    displayName,
    endDateTime,
    hint: secretText.slice(0, 3),
    keyId,
    secretText: null,
    startDateTime,
  }
}

/** The id of a certificate's entry: the same certificate has the same one. */
export function toKeyId(certificate: X509Certificate): string {
  return createGuid(`key:${toThumbprints(certificate).sha256}`)
}

/** `key` comes only where `$select` names the property. */
function toKeyCredential(pem: string, showsKey: boolean): Entity {
  const certificate = new X509Certificate(pem)
  return {
    customKeyIdentifier: toThumbprints(certificate).sha1,
    displayName: certificate.subject.replaceAll('\n', ', '),
    endDateTime: toGraphTime(certificate.validToDate.getTime()),
    key: showsKey ? certificate.raw.toString('base64') : null,
    keyId: toKeyId(certificate),
    startDateTime: toGraphTime(certificate.validFromDate.getTime()),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
  }
}

/** Names become ids again; a permission that its API does not have any more is left out. */
function toResourceAccess(world: World, access: RequiredAccess): Entity {
  const api = readApi(world, access.resourceId)
  const scopes = access.delegated.flatMap((name) =>
    (api?.scopes ?? []).filter(({ value }) => value === name),
  )
  const roles = access.application.flatMap((name) =>
    (api?.appRoles ?? []).filter(({ value }) => value === name),
  )
  return {
    resourceAppId: access.resourceId,
    resourceAccess: [
      ...scopes.map(({ id }) => ({ id, type: 'Scope' })),
      ...roles.map(({ id }) => ({ id, type: 'Role' })),
    ],
  }
}

function toWeb({ redirectUris, logoutUrl, kept }: ApplicationRegistration): Entity {
  return {
    homePageUrl: kept.homePageUrl ?? null,
    logoutUrl,
    redirectUris: redirectUris.web,
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    redirectUriSettings: redirectUris.web.map((uri) => ({ uri, index: null })),
  }
}

const emptyInfo = {
  termsOfServiceUrl: null,
  supportUrl: null,
  privacyStatementUrl: null,
  marketingUrl: null,
  logoUrl: null,
}

/** A registration with the keys Graph shows. https://learn.microsoft.com/graph/api/resources/application */
export function toApplication(
  world: World,
  application: ApplicationRegistration,
  { showsKeys = false, deletedDateTime = null as string | null } = {},
): Entity {
  const { kept, redirectUris } = application
  const keep = (name: string, otherwise: unknown = null): unknown => kept[name] ?? otherwise
  return {
    id: application.id,
    deletedDateTime,
    appId: application.clientId,
    applicationTemplateId: null,
    disabledByMicrosoftStatus: null,
    createdByAppId: keep('createdByAppId'),
    createdDateTime: application.createdDateTime,
    displayName: application.displayName,
    description: keep('description'),
    groupMembershipClaims: application.groupMembershipClaims,
    identifierUris: application.identifierUris,
    isDeviceOnlyAuthSupported: keep('isDeviceOnlyAuthSupported'),
    isDisabled: null,
    isFallbackPublicClient: application.isFallbackPublicClient,
    nativeAuthenticationApisEnabled: null,
    notes: keep('notes'),
    publisherDomain: getTenant(world, application.tenantId).domain,
    serviceManagementReference: keep('serviceManagementReference'),
    signInAudience: keep('signInAudience', 'AzureADMultipleOrgs'),
    tags: keep('tags', []),
    tokenEncryptionKeyId: null,
    uniqueName: null,
    samlMetadataUrl: null,
    defaultRedirectUri: null,
    certification: null,
    optionalClaims: application.optionalClaims,
    servicePrincipalLockConfiguration: null,
    requestSignatureVerification: null,
    addIns: [],
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      requestedAccessTokenVersion: application.accessTokenVersion,
      oauth2PermissionScopes: application.scopes,
      preAuthorizedApplications: [],
    },
    appRoles: application.appRoles.map((role) => ({ ...role, origin: 'Application' })),
    info: { ...emptyInfo, ...(keep('info', {}) as Entity) },
    keyCredentials: application.certificates.map((pem) => toKeyCredential(pem, showsKeys)),
    parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
    passwordCredentials: application.secrets.map(toPasswordCredential),
    publicClient: { redirectUris: redirectUris.publicClient },
    requiredResourceAccess: application.requiredAccess.map((one) => toResourceAccess(world, one)),
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    web: toWeb(application),
    spa: { redirectUris: redirectUris.spa },
  }
}
