import type { FastifyRequest } from 'fastify'
import { noteRequest } from '../world/request-note.ts'
import type { Caller } from './caller.ts'
import { createAccessDenied, createRequestDenied, GraphError } from './graph-error.ts'

/** Names that open an endpoint, by kind of caller; the first one a token carries goes into the log. */
export interface PermissionRule {
  delegated: readonly string[]
  application: readonly string[]
  /** Whose words a refusal is in: the directory's, when absent, Exchange's or SharePoint's. */
  workload?: 'exchange' | 'sharepoint'
}

export function hasPermission(caller: Caller, rule: PermissionRule): boolean {
  return readPermission(caller, rule) !== undefined
}

function readPermission(caller: Caller, rule: PermissionRule): string | undefined {
  const names = caller.user === undefined ? rule.application : rule.delegated
  return names.find((name) => caller.permissions.has(name))
}

/** `Authorization_RequestDenied` in the directory, `ErrorAccessDenied` and `accessDenied` where others answer. */
export function createRefusal({ workload }: PermissionRule): GraphError {
  if (workload === 'exchange') return createAccessDenied()
  if (workload === undefined) return createRequestDenied()
  return new GraphError(403, 'accessDenied', 'Access denied')
}

/** Throws 403 when the token carries none of the names. */
export function requirePermission(
  request: FastifyRequest,
  caller: Caller,
  rule: PermissionRule,
): void {
  const permission = readPermission(caller, rule)
  if (permission === undefined) throw createRefusal(rule)
  noteRequest(request, { permission })
}

const readAnyone = [
  'User.Read.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
]

const readGroups = [
  'GroupMember.Read.All',
  'Group.Read.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
]
const changePeople = ['User.ReadWrite.All', 'Directory.ReadWrite.All']
const revokeSessions = ['User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All']
const readApplications = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
]
const writeApplications = ['Application.ReadWrite.All']
const assignRoles = ['AppRoleAssignment.ReadWrite.All']
const changeGrants = ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All']
const readGrants = ['Directory.Read.All', ...changeGrants]
const readConversations = ['Group-Conversation.Read.All', 'Group.Read.All']
const readMailBodies = ['Mail.Read', 'Mail.ReadWrite']
const readPhotos = ['ProfilePhoto.Read.All', 'User.ReadBasic.All', 'User.Read.All']

/**
 * Which permissions open what, from microsoftgraph/microsoft-graph-devx-content (August 2026), least
 * privileged first.
 */
export const permissionRules = {
  readMe: {
    delegated: ['User.Read', 'User.ReadBasic.All', 'User.ReadWrite', ...readAnyone],
    application: [],
  },
  readUsers: {
    delegated: ['User.ReadBasic.All', ...readAnyone],
    application: ['User.ReadBasic.All', ...readAnyone],
  },
  /** Every property of a person; with less, only the basic ones are filled. */
  readAllProperties: { delegated: readAnyone, application: readAnyone },
  /** Besides a permission to read people. */
  readSignInActivity: { delegated: ['AuditLog.Read.All'], application: ['AuditLog.Read.All'] },
  readOrganization: {
    delegated: ['User.Read', 'Organization.Read.All', ...readAnyone],
    application: ['Organization.Read.All', 'Directory.Read.All', 'User.Read.All'],
  },
  readAllOfOrganization: {
    delegated: ['Organization.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    application: ['Organization.Read.All', 'Directory.Read.All', 'User.Read.All'],
  },
  readDirectoryRoles: {
    delegated: ['RoleManagement.Read.Directory', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    application: ['RoleManagement.Read.Directory', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  readGroups: {
    delegated: ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'],
    application: ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'],
  },
  listGroups: {
    delegated: ['Group.ReadBasic.All', ...readGroups],
    application: ['Group.ReadBasic.All', ...readGroups],
  },
  readGroupMembers: {
    delegated: ['GroupMember.ReadBasic.All', ...readGroups],
    application: ['GroupMember.ReadBasic.All', ...readGroups],
  },
  readOwnPhoto: {
    delegated: ['User.Read', 'User.ReadWrite', ...readPhotos, 'User.ReadWrite.All'],
    application: [],
    workload: 'exchange',
  },
  readPhoto: {
    delegated: [...readPhotos, 'User.ReadWrite.All'],
    application: ['ProfilePhoto.Read.All', 'User.Read.All', 'User.ReadWrite.All'],
    workload: 'exchange',
  },
  /** One's own mailbox alone: those of others would take `Mail.Read.Shared` and Exchange's own consent. */
  readOwnMail: {
    delegated: ['Mail.ReadBasic', ...readMailBodies],
    application: [],
    workload: 'exchange',
  },
  readMail: {
    delegated: [],
    application: ['Mail.ReadBasic.All', 'Mail.ReadBasic', ...readMailBodies],
    workload: 'exchange',
  },
  /** What a message says and what is attached to it. */
  readOwnMailBodies: { delegated: readMailBodies, application: [], workload: 'exchange' },
  readMailBodies: { delegated: [], application: readMailBodies, workload: 'exchange' },
  readFiles: {
    delegated: ['Files.Read', 'Files.Read.All', 'Sites.Read.All'],
    application: ['Files.Read.All', 'Sites.Read.All'],
    workload: 'sharepoint',
  },
  readConversations: {
    delegated: readConversations,
    application: readConversations,
    workload: 'exchange',
  },
  readApplications: { delegated: readApplications, application: readApplications },
  createApplications: {
    delegated: ['AppRegistration.Create', ...writeApplications],
    application: ['AppRegistration.Create', ...writeApplications],
  },
  writeApplications: { delegated: writeApplications, application: writeApplications },
  /** Together with `readApplications`. */
  assignRoles: { delegated: assignRoles, application: assignRoles },
  readGrants: { delegated: readGrants, application: readGrants },
  changeGrants: { delegated: changeGrants, application: changeGrants },
  readOwnLicences: {
    delegated: ['LicenseAssignment.Read.All', 'User.Read', ...readAnyone],
    application: [],
  },
  readLicences: {
    delegated: ['LicenseAssignment.Read.All', ...readAnyone],
    application: ['LicenseAssignment.Read.All', ...readAnyone],
  },
  readSubscribedSkus: {
    delegated: ['LicenseAssignment.Read.All', 'Organization.Read.All', 'Directory.Read.All'],
    application: ['LicenseAssignment.Read.All', 'Organization.Read.All', 'Directory.Read.All'],
  },
  readOwnMemberships: {
    delegated: ['User.Read', 'GroupMember.Read.All', 'Group.Read.All', ...readAnyone],
    application: [],
  },
  /** `accountEnabled` alone. */
  enableAccounts: {
    delegated: ['User.EnableDisableAccount.All', ...changePeople],
    application: ['User.EnableDisableAccount.All', ...changePeople],
  },
  changeUsers: { delegated: changePeople, application: changePeople },
  revokeOwnSessions: { delegated: revokeSessions, application: [] },
  revokeSessions: { delegated: revokeSessions, application: revokeSessions },
  readMemberships: {
    delegated: ['GroupMember.Read.All', 'Group.Read.All', ...readAnyone],
    application: ['Directory.Read.All', 'GroupMember.Read.All', 'User.Read.All', 'Group.Read.All'],
  },
} satisfies Record<string, PermissionRule>
