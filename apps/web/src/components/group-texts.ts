import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Group } from '@vestibule/client'
import type { GroupPart } from '../groups-search.ts'

type Kind = Group['kind']

export const GROUP_KIND_TEXTS: Record<Kind, MessageDescriptor> = {
  microsoft365: msg`Microsoft 365 group`,
  security: msg`Security group`,
  mailEnabledSecurity: msg`Security group with mail`,
  distribution: msg`Distribution list`,
}

/** The same, short, to choose from. */
export const GROUP_KIND_CHOICES: Record<Kind, MessageDescriptor> = {
  microsoft365: msg`Microsoft 365`,
  security: msg`Security`,
  mailEnabledSecurity: msg`Security with mail`,
  distribution: msg`Distribution`,
}

export const GROUP_PART_TEXTS: Record<GroupPart, MessageDescriptor> = {
  members: msg`Members`,
  documents: msg`Documents`,
  conversations: msg`Conversations`,
}

interface Words {
  title: MessageDescriptor
  advice: MessageDescriptor
}

/** To whom Microsoft does not open a part. */
export const GROUP_REFUSED_TEXTS: Record<GroupPart, Words> = {
  members: {
    title: msg`You may not see who is in this group.`,
    advice: msg`Your organisation keeps the members of its groups from your account.`,
  },
  documents: {
    title: msg`You may not open the documents of this group.`,
    advice: msg`A private group opens them to its members only. Its owners can add you.`,
  },
  conversations: {
    title: msg`You may not read the conversations of this group.`,
    advice: msg`A private group opens them to its members only. Its owners can add you.`,
  },
}

const securityWithoutDocuments = msg`Security groups have no documents.`
const securityWithoutConversations = msg`Security groups have no conversations.`
const forOthers = msg`Only Microsoft 365 groups have documents and conversations.`
const notYet = msg`Microsoft makes them a while after the group, and for organisations with the licences.`

/** What a group has not, by its kind. */
export const GROUP_MISSING_TEXTS: Record<Exclude<GroupPart, 'members'>, Record<Kind, Words>> = {
  documents: {
    microsoft365: { title: msg`This group has no documents yet.`, advice: notYet },
    security: { title: securityWithoutDocuments, advice: forOthers },
    mailEnabledSecurity: { title: securityWithoutDocuments, advice: forOthers },
    distribution: { title: msg`Distribution lists have no documents.`, advice: forOthers },
  },
  conversations: {
    microsoft365: { title: msg`This group has no conversations yet.`, advice: notYet },
    security: { title: securityWithoutConversations, advice: forOthers },
    mailEnabledSecurity: { title: securityWithoutConversations, advice: forOthers },
    distribution: { title: msg`Distribution lists have no conversations.`, advice: forOthers },
  },
}

/** What to call a group: the name, else its address, else the id. */
export function toGroupName({ displayName, mail, id }: Group): string {
  return displayName?.trim() || mail || id
}
