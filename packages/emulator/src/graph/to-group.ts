import type { Group } from '../world/tenant.ts'

/** Windows' name for the object: its id as four numbers. */
function toSecurityIdentifier(id: string): string {
  const [first = '', second = '', third = '', ...rest] = id.split('-')
  const bytes = Buffer.from(rest.join(''), 'hex')
  const numbers = [
    Number.parseInt(first, 16),
    Number.parseInt(third + second, 16),
    bytes.readUInt32LE(0),
    bytes.readUInt32LE(4),
  ]
  return `S-1-12-1-${numbers.join('-')}`
}

/** A group with the keys Graph shows without `$select`. */
export function toGroup(group: Group): Record<string, unknown> {
  return {
    id: group.id,
    deletedDateTime: null,
    classification: null,
    createdDateTime: group.createdDateTime,
    creationOptions: [],
    description: group.description,
    displayName: group.displayName,
    expirationDateTime: null,
    groupTypes: group.isUnified ? ['Unified'] : [],
    infoCatalogs: [],
    isAssignableToRole: null,
    mail: group.mail,
    mailEnabled: group.isUnified,
    mailNickname: group.mailNickname,
    membershipRule: null,
    membershipRuleProcessingState: null,
    onPremisesDomainName: null,
    onPremisesLastSyncDateTime: null,
    onPremisesNetBiosName: null,
    onPremisesSamAccountName: null,
    onPremisesSecurityIdentifier: null,
    onPremisesSyncEnabled: null,
    preferredDataLocation: null,
    preferredLanguage: null,
    proxyAddresses: group.mail === null ? [] : [`SMTP:${group.mail}`],
    renewedDateTime: group.createdDateTime,
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: group.isTeam ? ['Team'] : [],
    securityEnabled: !group.isUnified,
    securityIdentifier: toSecurityIdentifier(group.id),
    theme: null,
    uniqueName: null,
    visibility: group.visibility,
    onPremisesProvisioningErrors: [],
    serviceProvisioningErrors: [],
  }
}
