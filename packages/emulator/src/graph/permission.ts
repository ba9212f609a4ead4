import type { FastifyRequest } from 'fastify'
import { noteRequest } from '../world/request-note.ts'
import type { Caller } from './caller.ts'
import { createAccessDenied, createRequestDenied } from './graph-error.ts'

/** Names that open an endpoint, by kind of caller; the first one a token carries goes into the log. */
export interface PermissionRule {
  delegated: readonly string[]
  application: readonly string[]
  /** Whose words a refusal is in: the directory's, when absent, or Exchange's. */
  workload?: 'exchange'
}

export function hasPermission(caller: Caller, rule: PermissionRule): boolean {
  return readPermission(caller, rule) !== undefined
}

function readPermission(caller: Caller, rule: PermissionRule): string | undefined {
  const names = caller.user === undefined ? rule.application : rule.delegated
  return names.find((name) => caller.permissions.has(name))
}

/**
 * Throws 403 when the token carries none of the names: `Authorization_RequestDenied` in the directory,
 * `ErrorAccessDenied` where Exchange answers.
 */
export function requirePermission(
  request: FastifyRequest,
  caller: Caller,
  rule: PermissionRule,
): void {
  const permission = readPermission(caller, rule)
  if (permission === undefined) {
    throw rule.workload === 'exchange' ? createAccessDenied() : createRequestDenied()
  }
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
