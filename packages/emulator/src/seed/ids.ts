/** The fixed identifiers of the demo tenant: other programs and guides name them. */
export const contosoId = 'c0a70500-7e57-4000-8000-00000000c0de'
export const fabrikamId = 'fab21ca0-7e57-4000-8000-00000000c0de'
export const customersId = 'e87e44a1-7e57-4000-8000-00000000c0de'

export const webClientId = 'a0000000-7e57-4000-8000-000000000001'
export const publicClientId = 'a0000000-7e57-4000-8000-000000000002'
export const daemonClientId = 'a0000000-7e57-4000-8000-000000000003'
export const pageClientId = 'a0000000-7e57-4000-8000-000000000004'
export const customersClientId = 'a0000000-7e57-4000-8000-000000000005'

/** Microsoft Graph's application id, the same in every tenant of the cloud. */
export const graphId = '00000003-0000-0000-c000-000000000000'

/** One password for every account of the demo tenant. */
export const demoPassword = 'Demo-pass-1'

/** https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
export const roleTemplateIds = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  authenticationAdministrator: 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  privilegedAuthenticationAdministrator: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  /** Not assigned by anyone: every member and every guest carries one of these in `wids`. */
  user: 'b79fbf4d-3ef9-4689-8143-76b194e85509',
  guestUser: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
} as const
