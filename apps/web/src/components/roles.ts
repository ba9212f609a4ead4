import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** The roles we derive ourselves. Any other is an app role, named by the organisation. */
const KNOWN: Record<string, { word: MessageDescriptor; source: MessageDescriptor }> = {
  Admin: { word: msg`Admin`, source: msg`You are a Global Administrator of this organisation.` },
  Teacher: { word: msg`Teacher`, source: msg`Your account has a faculty licence.` },
  Student: { word: msg`Student`, source: msg`Your account has a student licence.` },
}

const APP_ROLE = msg`Your organisation gave you this role in Vestibule.`

/** A role's name for people, unless it is the organisation's own, and where it comes from. */
export function toRoleText(role: string): { word?: MessageDescriptor; source: MessageDescriptor } {
  return Object.hasOwn(KNOWN, role) ? (KNOWN[role] ?? { source: APP_ROLE }) : { source: APP_ROLE }
}
