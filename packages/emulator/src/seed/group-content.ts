import { createHash } from 'node:crypto'
import type { Conversation, Drive, DriveItem, GroupContent } from '../world/group-content.ts'
import { type ConversationText, type FolderSeed, groupTexts } from './group-texts.ts'

const mimeTypes: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  txt: 'text/plain',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
/** Fixed, so that the same seed gives the same dates on any day. */
const newest = Date.UTC(2026, 10, 19, 14, 30)
const day = 86_400_000

const toMoment = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`
const toDigest = (words: string): Buffer => createHash('sha512').update(words).digest()

/** As SharePoint writes them: `01` and 32 letters and digits of base 32. */
function toItemId(words: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return `01${[...toDigest(words).subarray(0, 32)].map((byte) => letters[byte % 32]).join('')}`
}

interface ItemSeed {
  name: string
  content: number | FolderSeed
  parent: DriveItem | undefined
  path: string
}

function createItem({ name, content, parent, path }: ItemSeed): DriveItem {
  const ageDays = (toDigest(path)[0] ?? 0) / 2
  const isFile = typeof content === 'number'
  const item: DriveItem = {
    id: toItemId(path),
    name,
    parent,
    children: isFile ? undefined : [],
    size: isFile ? content : 0,
    mimeType: isFile
      ? (mimeTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
      : undefined,
    modifiedBy: 'Tom Teacher',
    createdDateTime: toMoment(newest - (ageDays + 200) * day),
    lastModifiedDateTime: toMoment(newest - ageDays * day),
  }
  if (isFile) return item
  item.children = Object.entries(content).map(([child, inner]) =>
    createItem({ name: child, content: inner, parent: item, path: `${path}/${child}` }),
  )
  item.size = item.children.reduce((sum, { size }) => sum + size, 0)
  return item
}

interface GroupNames {
  id: string
  domain: string
  nickname: string
}

function createDrive({ id, domain, nickname }: GroupNames, files: FolderSeed): Drive {
  const [name = ''] = domain.split('.')
  return {
    id: `b!${toDigest(`drive:${id}`).subarray(0, 48).toString('base64url')}`,
    webUrl: `https://${name}.sharepoint.test/sites/${nickname}/Shared%20Documents`,
    createdDateTime: '2020-01-15T09:02:11Z',
    root: createItem({ name: 'root', content: files, parent: undefined, path: `drive:${id}` }),
  }
}

function createConversation(id: string, text: ConversationText, index: number): Conversation {
  const words = `${id}:${index}`
  return {
    id: `AAQkAD${toDigest(`conversation:${words}`).subarray(0, 42).toString('base64url')}ABAA=`,
    threadId: `AAQkAD${toDigest(`thread:${words}`).subarray(0, 42).toString('base64url')}AyQA=`,
    topic: text.topic,
    preview: text.preview,
    lastDeliveredDateTime: toMoment(newest - index * 2.4 * day),
    hasAttachments: text.hasAttachments ?? false,
    uniqueSenders: text.senders,
    isLocked: text.isLocked ?? false,
  }
}

/** The document library and the conversations of a Microsoft 365 group. */
export function createGroupContent(group: GroupNames): GroupContent {
  const { files, conversations } = groupTexts[group.nickname] ?? { files: {}, conversations: [] }
  return {
    drive: createDrive(group, files),
    conversations: conversations.map((text, index) => createConversation(group.id, text, index)),
  }
}
