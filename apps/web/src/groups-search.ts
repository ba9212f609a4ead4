import type { Group } from '@vestibule/client'
import { LONGEST_SEARCH } from './users-search.ts'

type Kind = Group['kind']

/** What the address of the groups page may carry. */
export interface GroupsSearch {
  search?: string
  kind?: Kind
}

const KINDS: Record<Kind, true> = {
  microsoft365: true,
  security: true,
  mailEnabledSecurity: true,
  distribution: true,
}

/** Reads the address; what it does not know it leaves out. */
export function readGroupsSearch(raw: Record<string, unknown>): GroupsSearch {
  const search = typeof raw.search === 'string' ? raw.search.trim().slice(0, LONGEST_SEARCH) : ''
  return { ...(search && { search }), ...(isKind(raw.kind) && { kind: raw.kind }) }
}

function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(KINDS, value)
}

/** What of a group its page shows. */
export const GROUP_PARTS = ['members', 'documents', 'conversations'] as const
export type GroupPart = (typeof GROUP_PARTS)[number]

/** What the address of a group may carry: the members are shown where it names no other part. */
export interface GroupSearch {
  part?: Exclude<GroupPart, 'members'>
  /** The folder that is open; with it the part is `documents`. */
  folder?: string
}

/** As the API takes them. */
const FOLDER = /^[A-Za-z0-9!_-]{1,200}$/

/** Reads the address; what it does not know it leaves out. */
export function readGroupSearch({ part, folder }: Record<string, unknown>): GroupSearch {
  if (typeof folder === 'string' && FOLDER.test(folder)) return { folder }
  return part === 'documents' || part === 'conversations' ? { part } : {}
}

/** Which part an address shows. */
export function toGroupPart({ part, folder }: GroupSearch): GroupPart {
  return folder === undefined ? (part ?? 'members') : 'documents'
}
