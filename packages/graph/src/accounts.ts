import type { DirectoryRole, User as GraphUser } from '@microsoft/microsoft-graph-types'
import { type BatchAnswer, type BatchCall, sendBatch } from './batch.ts'
import type { Graph } from './create-graph.ts'
import { followPlaces } from './follow-places.ts'
import { toLiteral } from './odata.ts'
import { readCollection } from './read-collection.ts'

const SELECTED = [
  'id',
  'displayName',
  'userPrincipalName',
  'jobTitle',
  'accountEnabled',
  'userType',
  'onPremisesSyncEnabled',
] as const satisfies (keyof GraphUser)[]

/** An account, as an act on it must know it. */
export type Account = Pick<GraphUser, (typeof SELECTED)[number]> & { id: string }

export type AccountAnswer =
  | { kind: 'found'; account: Account; usedShare?: number | undefined }
  | { kind: 'not_found' | 'ambiguous' | 'unanswered' }
  /** Graph refused the question, or could not answer it now. */
  | { kind: 'failed'; answer: BatchAnswer }

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Entra's own grammar of user principal names: nothing in one climbs to another path. */
const USER_PRINCIPAL_NAME =
  /^(?!\.)(?!.*\.\.)[A-Za-z0-9._'!#^~&+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/

const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10'

/**
 * Looks up to twenty accounts up, by object id, user principal name or mail address. A name that is
 * nobody's is looked for among the mail addresses.
 *
 * @returns the answers in the order of the names.
 * @throws {GraphRequestError} the whole failed.
 */
export async function findAccounts(
  graph: Graph,
  names: readonly string[],
): Promise<AccountAnswer[]> {
  const found = new Map<number, AccountAnswer>()
  const byName = names.flatMap((name, index) =>
    GUID.test(name) || USER_PRINCIPAL_NAME.test(name) ? [index] : [],
  )
  const answers = await send(graph, byName, (index) => toLookup(names[index] ?? ''))
  for (const [index, answer] of answers) found.set(index, toAccountAnswer(answer, toAccount))

  const byMail = names.flatMap((name, index) => {
    const isAnswered = found.has(index) && found.get(index)?.kind !== 'not_found'
    return isAnswered || GUID.test(name) || !name.includes('@') ? [] : [index]
  })
  const mails = await send(graph, byMail, (index) => toMailSearch(names[index] ?? ''))
  for (const [index, answer] of mails) found.set(index, toAccountAnswer(answer, toOnly))
  return names.map((_name, index) => found.get(index) ?? { kind: 'not_found' })
}

/** Asks for `accountEnabled` of up to twenty accounts, by object id. */
export function setAccountsEnabled(
  graph: Graph,
  accounts: readonly { id: string; enabled: boolean }[],
): Promise<(BatchAnswer | undefined)[]> {
  const calls = accounts.map(({ id, enabled }) => ({
    method: 'PATCH' as const,
    url: `/users/${encodeURIComponent(id)}`,
    body: { accountEnabled: enabled },
  }))
  return sendBatch(graph, calls)
}

/** Ends the sign-in sessions of up to twenty accounts, by object id. */
export function revokeSignInSessions(
  graph: Graph,
  ids: readonly string[],
): Promise<(BatchAnswer | undefined)[]> {
  const calls = ids.map((id) => ({
    method: 'POST' as const,
    url: `/users/${encodeURIComponent(id)}/revokeSignInSessions`,
    body: {},
  }))
  return sendBatch(graph, calls)
}

/** Who has which directory role. */
export interface RoleHolders {
  /** Names of roles by object id, for whoever has one. */
  rolesOf: Map<string, string[]>
  /** Object ids of Global Administrators whose accounts are enabled. */
  enabledGlobalAdministrators: string[]
}

/**
 * Who has a directory role, over all roles that are in use.
 *
 * @throws {GraphRequestError}
 */
export async function readRoleHolders(graph: Graph): Promise<RoleHolders> {
  const roles = readCollection<DirectoryRole>(
    await graph.get('/directoryRoles', { $select: 'id,displayName,roleTemplateId' }),
  ).value
  const members = await Promise.all(roles.map(({ id }) => listRoleMembers(graph, id ?? '')))
  const rolesOf = new Map<string, string[]>()
  const enabledGlobalAdministrators: string[] = []
  for (const [index, { displayName, roleTemplateId }] of roles.entries()) {
    for (const { id, accountEnabled } of members[index] ?? []) {
      if (!id) continue
      rolesOf.set(id, [...(rolesOf.get(id) ?? []), displayName ?? ''])
      const isEnabled = accountEnabled !== false
      if (roleTemplateId === GLOBAL_ADMINISTRATOR && isEnabled) enabledGlobalAdministrators.push(id)
    }
  }
  return { rolesOf, enabledGlobalAdministrators }
}

async function listRoleMembers(graph: Graph, roleId: string): Promise<GraphUser[]> {
  const members: GraphUser[] = []
  const follow = followPlaces()
  let skipToken: string | undefined
  do {
    const query = { $select: 'id,accountEnabled', $top: '999' }
    const body = await graph.get(`/directoryRoles/${encodeURIComponent(roleId)}/members`, {
      ...query,
      ...(skipToken && { $skiptoken: skipToken }),
    })
    const page = readCollection<GraphUser>(body)
    members.push(...page.value)
    skipToken = page.skipToken
    if (skipToken) follow(skipToken)
  } while (skipToken)
  return members
}

async function send(
  graph: Graph,
  indexes: readonly number[],
  toCall: (index: number) => BatchCall,
): Promise<[number, BatchAnswer | undefined][]> {
  if (indexes.length === 0) return []
  const answers = await sendBatch(graph, indexes.map(toCall))
  return indexes.map((index, place) => [index, answers[place]])
}

function toLookup(name: string): BatchCall {
  return {
    method: 'GET',
    url: `/users/${encodeURIComponent(name)}?$select=${SELECTED.join(',')}`,
  }
}

function toMailSearch(mail: string): BatchCall {
  const filter = encodeURIComponent(`mail eq ${toLiteral(mail)}`)
  return { method: 'GET', url: `/users?$filter=${filter}&$top=2&$select=${SELECTED.join(',')}` }
}

function toAccountAnswer(
  answer: BatchAnswer | undefined,
  read: (body: unknown) => AccountAnswer,
): AccountAnswer {
  if (!answer) return { kind: 'unanswered' }
  if (answer.status === 404) return { kind: 'not_found' }
  if (answer.status !== 200) return { kind: 'failed', answer }
  const found = read(answer.body)
  return found.kind === 'found' ? { ...found, usedShare: answer.usedShare } : found
}

function toAccount(body: unknown): AccountAnswer {
  const account = body as Account | null
  return typeof account?.id === 'string' ? { kind: 'found', account } : { kind: 'unanswered' }
}

function toOnly(body: unknown): AccountAnswer {
  const { value } = readCollection<Account>(body)
  const [account] = value
  if (!account) return { kind: 'not_found' }
  return value.length > 1 ? { kind: 'ambiguous' } : { kind: 'found', account }
}
