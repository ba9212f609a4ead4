import { FEATURE_IDS, type FeatureId, type SetupPermission } from '@vestibule/contract'
import {
  type BatchAnswer,
  type Graph,
  GraphRequestError,
  revokeSignInSessions,
  setAccountsEnabled,
} from '@vestibule/graph'

/** A permission, what it is for, and a call that passes only with it. */
export interface NeededPermission {
  name: string
  kind: SetupPermission['kind']
  /** Which calls it is for, in Markdown. */
  use: string
  /** Who may consent to it, as Entra has it unless the organisation says otherwise. */
  grantedBy: 'person' | 'administrator'
  probe: (graph: Graph) => Promise<unknown>
}

/** A part of Vestibule that an organisation may choose, and what it needs. */
export interface Feature {
  id: FeatureId
  name: string
  /** What it does, to go on from its name and a colon, in Markdown. */
  purpose: string
  permissions: NeededPermission[]
}

/** Nobody's object id: Graph answers 404 where the permission is there, and 403 where it is not. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

const USERS: NeededPermission = {
  name: 'User.Read.All',
  kind: 'delegated',
  use: '`GET /users`, `/users/{id}` and their pictures. The basic list permission does not cover whether an account is enabled',
  grantedBy: 'administrator',
  probe: (graph) => graph.get('/users', { $select: 'id,accountEnabled', $top: '1' }),
}
const GROUPS: NeededPermission = {
  name: 'Group.Read.All',
  kind: 'delegated',
  use: '`GET /groups`, `/groups/{id}` and its members. Their names and addresses take the permission for users besides',
  grantedBy: 'administrator',
  probe: (graph) => graph.get('/groups', { $select: 'id', $top: '1' }),
}
const OWN_ROLES: NeededPermission = {
  name: 'RoleManagement.Read.Directory',
  kind: 'delegated',
  use: '`GET /me/transitiveMemberOf`, `/directoryRoles` and their members: whether who asks still has the role, and who is an administrator',
  grantedBy: 'administrator',
  probe: (graph) => graph.get('/directoryRoles', { $select: 'id' }),
}
const SWITCH_ACCOUNTS: NeededPermission = {
  name: 'User.EnableDisableAccount.All',
  kind: 'delegated',
  use: '`PATCH /users/{id}` with `accountEnabled` and nothing else. Whoever acts needs a directory role that allows it besides',
  grantedBy: 'administrator',
  probe: async (graph) =>
    demandNobody(await setAccountsEnabled(graph, [{ id: NOBODY, enabled: true }])),
}
const END_SESSIONS: NeededPermission = {
  name: 'User.RevokeSessions.All',
  kind: 'delegated',
  use: '`POST /users/{id}/revokeSignInSessions`, where sessions are ended with the account',
  grantedBy: 'administrator',
  probe: async (graph) => demandNobody(await revokeSignInSessions(graph, [NOBODY])),
}
const USERS_AS_ITSELF: NeededPermission = {
  ...asItself(USERS),
  use: '`GET /users` and what stands below it, while nobody is signed in',
  probe: (graph) => graph.get('/users', { $select: 'id', $top: '1' }),
}

/**
 * What each feature needs of the organisation: the one table of it. Delegated permissions act as the
 * person who is signed in, application ones as Vestibule itself. Setup and `pnpm cli doctor` prove it,
 * `pnpm cli register-app` asks for it, and docs/permissions.md is made from it.
 */
const PERMISSIONS: Record<FeatureId, Omit<Feature, 'id'>> = {
  profile: {
    name: 'Profile',
    purpose: 'signs people in and shows each of them their own profile',
    permissions: [
      {
        name: 'User.Read',
        kind: 'delegated',
        use: '`GET /me`, `/me/licenseDetails`, `/organization`, `/me/photo`: the profile, the picture and the roles Teacher and Student, right after sign-in',
        grantedBy: 'person',
        probe: (graph) => graph.get('/me', { $select: 'id' }),
      },
    ],
  },
  users: {
    name: 'Users',
    purpose: 'lists and finds the people of the organisation',
    permissions: [USERS],
  },
  mirror: {
    name: 'Search',
    purpose:
      'keeps a copy of the people here, so that anybody is found at once, by any part of a name, and shows it to whoever may see them there',
    permissions: [
      {
        ...USERS_AS_ITSELF,
        use: '`GET /users/delta`, while nobody is signed in',
        probe: (graph) => graph.get('/users/delta', { $select: 'id', $deltatoken: 'latest' }),
      },
    ],
  },
  'sign-ins': {
    name: 'Sign-ins',
    purpose: 'shows when somebody signed in last. The organisation needs Entra ID P1 for it',
    permissions: [
      USERS,
      {
        name: 'AuditLog.Read.All',
        kind: 'delegated',
        use: '`signInActivity` of `GET /users/{id}`. Whoever looks needs a directory role that allows it besides, such as Reports Reader',
        grantedBy: 'administrator',
        probe: (graph) => graph.get('/users', { $select: 'id,signInActivity', $top: '1' }),
      },
    ],
  },
  batches: {
    name: 'Batches',
    purpose: 'disables and enables accounts and ends their sessions, as who asks for it',
    permissions: [USERS, SWITCH_ACCOUNTS, END_SESSIONS, OWN_ROLES],
  },
  groups: {
    name: 'Groups',
    purpose: 'their members, documents and conversations',
    permissions: [
      GROUPS,
      USERS,
      {
        name: 'Files.Read.All',
        kind: 'delegated',
        use: '`GET /groups/{id}/drive` and what stands below it, for groups that who asks may open',
        grantedBy: 'person',
        probe: (graph) => demandNobodys(graph.get(`/groups/${NOBODY}/drive`)),
      },
      {
        name: 'Group-Conversation.Read.All',
        kind: 'delegated',
        use: '`GET /groups/{id}/conversations`, for groups that who asks may open',
        grantedBy: 'administrator',
        probe: (graph) => demandNobodys(graph.get(`/groups/${NOBODY}/conversations`)),
      },
    ],
  },
  mail: {
    name: 'Mail',
    purpose: 'lets administrators read a mailbox, with a reason that is entered in the audit',
    permissions: [
      {
        name: 'Mail.Read',
        kind: 'application',
        use: '`GET /users/{id}/messages` and what stands below it. It reaches every mailbox: limit it in Exchange (RBAC for Applications), and by `MAILBOX_ALLOW_LIST`',
        grantedBy: 'administrator',
        probe: (graph) => demandNobodys(graph.get(`/users/${NOBODY}/messages`, { $top: '1' })),
      },
      USERS_AS_ITSELF,
      OWN_ROLES,
    ],
  },
  directory: {
    name: 'Directory',
    purpose: 'lets applications with the app role `Directory.Read` read people and groups',
    permissions: [
      USERS_AS_ITSELF,
      { ...asItself(GROUPS), use: '`GET /groups` and their members, while nobody is signed in' },
      {
        name: 'Organization.Read.All',
        kind: 'application',
        use: '`GET /organization`, for the organisation behind an application’s call',
        grantedBy: 'administrator',
        probe: (graph) => graph.get('/organization', { $select: 'id' }),
      },
    ],
  },
  'application-batches': {
    name: 'Batches of applications',
    purpose: 'the same for applications with the app role `Batches.Write`',
    permissions: [
      USERS_AS_ITSELF,
      asItself(SWITCH_ACCOUNTS),
      asItself(END_SESSIONS),
      asItself(OWN_ROLES),
    ],
  },
}

/** The features an organisation chose, each with what it needs. */
export function listFeatures(chosen: ReadonlySet<FeatureId>): Feature[] {
  return FEATURE_IDS.filter((id) => chosen.has(id)).map((id) => ({ id, ...PERMISSIONS[id] }))
}

function asItself(permission: NeededPermission): NeededPermission {
  return { ...permission, kind: 'application', grantedBy: 'administrator' }
}

/** Takes a change of nobody for a proof: it can be refused for want of the permission, or find nobody. */
function demandNobody([answer]: readonly (BatchAnswer | undefined)[]): void {
  if (answer?.status === 404) return
  const isRefused = answer?.status === 403 || answer?.status === 401
  throw new GraphRequestError(
    isRefused ? 'forbidden' : 'unavailable',
    `A change of nobody was answered with ${answer?.status ?? 'nothing'}.`,
    { code: answer?.code ?? undefined, requestId: answer?.requestId ?? undefined },
  )
}

/** The same for reading what is nobody's, so that nothing of anybody's is read for a proof. */
async function demandNobodys(reading: Promise<unknown>): Promise<void> {
  const isFound = await reading.then(
    () => true,
    (error: unknown) => {
      if (error instanceof GraphRequestError && error.failure === 'not_found') return false
      throw error
    },
  )
  if (isFound) throw new GraphRequestError('unavailable', 'Graph knows somebody who is nobody.')
}
