/** A file or a folder of a group's document library. */
export interface DriveItem {
  id: string
  name: string
  /** Undefined for the root. */
  parent: DriveItem | undefined
  /** Undefined for a file. */
  children: DriveItem[] | undefined
  /** In bytes; of a folder, all that is in it. */
  size: number
  /** Undefined for a folder. */
  mimeType: string | undefined
  modifiedBy: string
  createdDateTime: string
  lastModifiedDateTime: string
}

export interface Drive {
  id: string
  /** `https://<tenant>.sharepoint…/sites/<group>/Shared%20Documents` */
  webUrl: string
  createdDateTime: string
  root: DriveItem
}

/** A conversation in a group's mailbox, with the one thread it has here. */
export interface Conversation {
  id: string
  threadId: string
  topic: string
  preview: string
  lastDeliveredDateTime: string
  hasAttachments: boolean
  uniqueSenders: string[]
  isLocked: boolean
}

/** What a Microsoft 365 group has besides its members; a security group has neither. */
export interface GroupContent {
  drive: Drive
  /** Newest first. */
  conversations: Conversation[]
}
