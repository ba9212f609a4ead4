import type { ApplicationRegistration } from '../../world/application.ts'
import type { World } from '../../world/world.ts'
import { createNotImplemented } from '../graph-error.ts'
import { createBadRequest } from '../parse-user-change.ts'
import {
  changeGroupClaims,
  changeIdentifierUris,
  changeOptionalClaims,
  changeRequiredAccess,
} from './change-access.ts'
import { changePlatform } from './change-addresses.ts'
import { changeApi, changeAppRoles } from './change-api.ts'
import { changeKeyCredentials, changePasswordCredentials } from './change-credentials.ts'
import { type Entity, Values } from './values.ts'

const values = new Values('Application')
const audiences = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
]

type Change = (draft: ApplicationRegistration, value: unknown, world: World) => void

const keepText =
  (name: string): Change =>
  (draft, value) => {
    draft.kept[name] = values.getOptionalText(value, name)
  }

/** What can be written, and how. https://learn.microsoft.com/graph/api/application-update */
const changes: Record<string, Change> = {
  api: changeApi,
  appRoles: changeAppRoles,
  description: keepText('description'),
  displayName: (draft, value) => {
    draft.displayName = values.getText(value, 'displayName')
  },
  groupMembershipClaims: changeGroupClaims,
  identifierUris: changeIdentifierUris,
  info: (draft, value) => {
    draft.kept.info = values.getObject(value, 'info')
  },
  isFallbackPublicClient: (draft, value) => {
    draft.isFallbackPublicClient =
      value === null ? null : values.getBoolean(value, 'isFallbackPublicClient')
  },
  keyCredentials: changeKeyCredentials,
  notes: keepText('notes'),
  optionalClaims: changeOptionalClaims,
  passwordCredentials: changePasswordCredentials,
  publicClient: (draft, value) => changePlatform(draft, 'publicClient', value),
  requiredResourceAccess: changeRequiredAccess,
  serviceManagementReference: keepText('serviceManagementReference'),
  signInAudience: (draft, value) => {
    const audience = values.getText(value, 'signInAudience')
    draft.kept.signInAudience = audiences.includes(audience)
      ? audience
      : values.refuse('signInAudience')
  },
  spa: (draft, value) => changePlatform(draft, 'spa', value),
  tags: (draft, value) => {
    draft.kept.tags = values.getTexts(value, 'tags')
  },
  web: (draft, value) => changePlatform(draft, 'web', value),
}

const readOnly = ['id', 'appId', 'createdDateTime', 'deletedDateTime', 'publisherDomain']
/** Graph could, this tenant cannot. */
const missing = [
  'addIns',
  'certification',
  'defaultRedirectUri',
  'isDeviceOnlyAuthSupported',
  'nativeAuthenticationApisEnabled',
  'parentalControlSettings',
  'requestSignatureVerification',
  'samlMetadataUrl',
  'servicePrincipalLockConfiguration',
  'tokenEncryptionKeyId',
  'uniqueName',
]

function getChange(name: string): Change {
  const change = Object.hasOwn(changes, name) ? changes[name] : undefined
  if (change !== undefined) return change
  if (missing.includes(name)) throw createNotImplemented(`${name} of an application`)
  throw createBadRequest(
    readOnly.includes(name)
      ? `Property '${name}' is read-only and cannot be set.`
      : `Invalid property '${name}'.`,
  )
}

/** Changes all that is named, or nothing. Throws 400, and 501 for what only the demo tenant lacks. */
export function changeApplication(
  world: World,
  application: ApplicationRegistration,
  body: Entity,
): void {
  const draft = structuredClone(application)
  for (const [name, value] of Object.entries(body)) getChange(name)(draft, value, world)
  Object.assign(application, draft)
}
