import { createGuid } from '../world/random.ts'

interface PermissionIds {
  delegated: string
  application: string
}

/** Delegated and application id of each permission; `-` where there is none. */
const table: readonly [name: string, delegated: string, application: string][] = [
  ['openid', '37f7f235-527c-4136-accd-4a02d197296e', '-'],
  ['profile', '14dad69e-099b-42c9-810b-d002981feec1', '-'],
  ['email', '64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0', '-'],
  ['offline_access', '7427e0e9-2fba-42fe-b0c0-848c9e6a8182', '-'],
  ['User.Read', 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', '-'],
  [
    'User.ReadBasic.All',
    'b340eb25-3456-403f-be2f-af7a0d370277',
    '97235f07-e226-4f63-ace3-39588e11d3a1',
  ],
  ['User.Read.All', 'a154be20-db9c-4678-8ab7-66f6cc099a59', 'df021288-bdef-4463-88db-98f22de89214'],
  ['User.ReadWrite', 'b4e74841-8e56-480b-be8b-910348b18b4c', '-'],
  [
    'User.ReadWrite.All',
    '204e0828-b5ca-4ad8-b9f3-f32a958e7cc4',
    '741f803b-c850-494e-b5df-cde7c675a1ca',
  ],
  [
    'User.EnableDisableAccount.All',
    'f92e74e7-2563-467f-9dd0-902688cb5863',
    '3011c876-62b7-4ada-afa2-506cbbecc68c',
  ],
  [
    'User.RevokeSessions.All',
    'fc30e98b-8810-4501-81f5-c20a3196387b',
    '77f3a031-c388-4f99-b373-dc68676a979e',
  ],
  [
    'User-Phone.ReadWrite.All',
    'e29d5979-5b06-4a7f-ae24-6a9348d2e1ff',
    '86ceff06-c822-49ff-989a-d912845ffe69',
  ],
  [
    'User.ManageIdentities.All',
    '637d7bec-b31e-4deb-acc9-24275642a2c9',
    'c529cfca-c91b-489c-af2b-d92990b66ce6',
  ],
  [
    'Directory.Read.All',
    '06da0dbc-49e2-44d2-8312-53f166ab848a',
    '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
  ],
  [
    'Directory.ReadWrite.All',
    'c5366453-9fb0-48a5-a156-24f0c49a4b84',
    '19dbc75e-c2e2-444c-a770-ec69d8559fc7',
  ],
  ['Directory.AccessAsUser.All', '0e263e50-5827-48a4-b97c-d940288653c7', '-'],
  [
    'Group.Read.All',
    '5f8c59db-677d-491f-a6b8-5f174b11ec1d',
    '5b567255-7703-4780-807c-7be8301ae99b',
  ],
  [
    'GroupMember.Read.All',
    'bc024368-1153-4739-b217-4326f2e966d0',
    '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  ],
  [
    'Group-Conversation.Read.All',
    'c92fbbc2-50e0-4842-93ef-385c3293ea3d',
    '4f0a8235-6f6f-4ec7-9500-34b452a4a0c3',
  ],
  ['Mail.Read', '570282fd-fa5c-430d-a7fd-fc8dc98a9dca', '810c84a8-4a9e-49e6-bf7d-12d183f40d01'],
  [
    'Mail.ReadBasic',
    'a4b8392a-d8d1-4954-a029-8e668a39a170',
    '6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a',
  ],
  ['Mail.ReadBasic.All', '-', '693c5e45-0940-467d-9b8a-1022fb9d42ef'],
  [
    'Mail.ReadWrite',
    '024d486e-b451-40bb-833d-3e66d98c5c73',
    'e2a3a72e-5f79-4c64-b1b1-878b674786c9',
  ],
  ['Mail.Send', 'e383f46e-2787-4529-855e-0e479a3ffac0', 'b633e1c5-b582-4048-a93e-9f11b44c7e96'],
  [
    'Calendars.Read',
    '465a38f9-76ea-45b9-9f34-9e8b0d4b0b42',
    '798ee544-9d2d-430c-a058-570e29e34338',
  ],
  ['Contacts.Read', 'ff74d97f-43af-4b68-9f2a-b77ee6968c5d', '089fe4d0-434a-44c5-8827-41ba8a0b17f5'],
  ['Files.Read', '10465720-29dd-4523-a11a-6a75c743c9d9', '-'],
  [
    'Files.Read.All',
    'df85f4d6-205c-4ac5-a5ea-6bf408dba283',
    '01d4889c-1287-42c6-ac1f-5d1e02578ef6',
  ],
  [
    'Sites.Read.All',
    '205e70e5-aba6-4c52-a976-6d2d46c48043',
    '332a536c-c7ef-4017-ab91-336970924f0d',
  ],
  ['People.Read', 'ba47897c-39ec-4d83-8086-ee8256fa737d', '-'],
  [
    'ProfilePhoto.Read.All',
    '469cd065-729e-4dee-b1fa-d92e0fab6310',
    'e24d31aa-e1ab-4c80-85fe-23018690335d',
  ],
  [
    'Organization.Read.All',
    '4908d5b9-3fb2-4b1e-9336-1888b7937185',
    '498476ce-e0fe-48b0-b801-37ba7e2685c6',
  ],
  [
    'RoleManagement.Read.Directory',
    '741c54c3-0c1e-44a1-818b-3f97ab4e8c83',
    '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
  ],
  [
    'RoleManagement.ReadWrite.Directory',
    'd01b97e9-cbc0-49fe-810a-750afd5527a3',
    '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8',
  ],
  [
    'Application.Read.All',
    'c79f8feb-a9db-4090-85f9-90d820caa0eb',
    '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  ],
  [
    'Application.ReadWrite.All',
    'bdfbf15f-ee85-4955-8675-146e8e5296b5',
    '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9',
  ],
  ['Application.ReadWrite.OwnedBy', '-', '18a4783c-866b-4cc7-a460-3d5e5662c884'],
  [
    'AppRoleAssignment.ReadWrite.All',
    '84bccea3-f856-4a8a-967b-dbe0a3d53a64',
    '06b708a9-e830-4db3-a914-8e69da51d44f',
  ],
  [
    'DelegatedPermissionGrant.ReadWrite.All',
    '41ce6ca6-6826-4807-84f1-1c82854f7ee5',
    '8e8e4742-1d95-4f68-9d56-6ee75648c72a',
  ],
  ['EduRoster.ReadBasic', '5d186531-d1bf-4f07-8cea-7c42119e1bd9', '-'],
  ['EduRoster.Read', 'a4389601-22d9-4096-ac18-36a927199112', '-'],
  ['EduRoster.Read.All', '-', 'e0ac9e1b-cb65-4fc5-87c5-1a8bc181f648'],
  [
    'AuthenticationContext.Read.All',
    '57b030f1-8c35-469c-b0d9-e4a077debe70',
    '381f742f-e1f8-4309-b4ab-e3d91ae4c5c1',
  ],
  [
    'Policy.Read.ConditionalAccess',
    '633e0fce-8c58-4cfb-9495-12bbd5a24f7c',
    '37730810-e9ba-4e46-b07e-8ca78d182097',
  ],
  [
    'Policy.Read.All',
    '572fea84-0151-49b2-9301-11cb16974376',
    '246dd0d5-5bd0-4def-940b-0421030a5b68',
  ],
  [
    'AuditLog.Read.All',
    'e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20',
    'b0afded3-3588-46d8-8b3d-9842eff778da',
  ],
  [
    'IdentityRiskyUser.Read.All',
    'd04bb851-cb7c-4146-97c7-ca3e71baf56c',
    'dc5007c0-2d7d-4c42-879c-2dab87571379',
  ],
  [
    'Reports.Read.All',
    '02e97553-ed7b-43d0-ab3c-f8bace0d040c',
    '230c1aed-a721-4c5d-9cb4-a90514e508ef',
  ],
]

const known = new Map(
  table.map(([name, delegated, application]) => [name, { delegated, application }]),
)

/**
 * Microsoft's own ids, from microsoftgraph/microsoft-graph-devx-content (August 2026). A permission whose id is not
 * in there gets one that is made up.
 */
export function getPermissionIds(name: string): PermissionIds {
  const made = {
    delegated: createGuid(`permission:delegated:${name}`),
    application: createGuid(`permission:application:${name}`),
  }
  return known.get(name) ?? made
}
