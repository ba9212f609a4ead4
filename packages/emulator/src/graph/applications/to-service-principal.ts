import { graphId } from '../../seed/ids.ts'
import type { Api } from '../../world/api.ts'
import { listRedirectUris } from '../../world/application.ts'
import type { World } from '../../world/world.ts'
import type { Entity } from './values.ts'

/** Where Microsoft's own applications are registered. */
const microsoftTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

/** A service principal with the keys Graph shows. https://learn.microsoft.com/graph/api/resources/serviceprincipal */
export function toServicePrincipal(world: World, api: Api): Entity {
  const { clientId, displayName, servicePrincipal, scopes, appRoles } = api
  const application = world.applications.get(clientId)
  const owner = clientId === graphId ? microsoftTenantId : (application?.tenantId ?? null)
  return {
    id: servicePrincipal.id,
    deletedDateTime: null,
    accountEnabled: servicePrincipal.accountEnabled,
    alternativeNames: [],
    appDisplayName: displayName,
    appDescription: application?.kept.description ?? null,
    appId: clientId,
    applicationTemplateId: null,
    appOwnerOrganizationId: owner,
    appRoleAssignmentRequired: servicePrincipal.appRoleAssignmentRequired,
    createdByAppId: null,
    createdDateTime: servicePrincipal.createdDateTime,
    description: null,
    disabledByMicrosoftStatus: null,
    displayName,
    homepage: application?.kept.homePageUrl ?? null,
    isDisabled: null,
    loginUrl: null,
    logoutUrl: application?.logoutUrl ?? null,
    notes: servicePrincipal.notes,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyThumbprint: null,
    replyUrls: application === undefined ? [] : listRedirectUris(application),
    servicePrincipalNames: [clientId, ...(application?.identifierUris ?? [])],
    servicePrincipalType: 'Application',
    signInAudience: application?.kept.signInAudience ?? 'AzureADMultipleOrgs',
    tags: servicePrincipal.tags,
    tokenEncryptionKeyId: null,
    samlMetadataUrl: null,
    samlSingleSignOnSettings: null,
    addIns: [],
    appRoles: appRoles.map((role) => ({ ...role, origin: 'Application' })),
    info: { termsOfServiceUrl: null, supportUrl: null, privacyStatementUrl: null, logoUrl: null },
    keyCredentials: [],
    oauth2PermissionScopes: scopes,
    passwordCredentials: [],
    resourceSpecificApplicationPermissions: [],
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
  }
}
