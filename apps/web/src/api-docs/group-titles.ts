import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

const TITLES: Record<string, MessageDescriptor> = {
  me: msg`Account`,
  users: msg`Users`,
  'user-batches': msg`Batches`,
  sessions: msg`Sessions`,
  'token-claims': msg`Token claims`,
  'audit-events': msg`Audit`,
  setup: msg`Setup`,
  groups: msg`Groups`,
  organization: msg`Organisation`,
  views: msg`Saved views`,
  mail: msg`Mail`,
  auth: msg`Signing in and out`,
}

/** What a group of operations is called; one that has no name of ours keeps its own. */
export function toGroupTitle(name: string, t: (text: MessageDescriptor) => string): string {
  const title = TITLES[name]
  if (title) return t(title)
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
