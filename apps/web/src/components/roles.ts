import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Me } from '@vestibule/client'

type RoleGrant = Me['roleGrants'][number]

export interface RoleText {
  /** The role's name for people, unless it is the organisation's own. */
  word?: MessageDescriptor
  /** Why this person has it. */
  why: MessageDescriptor
  /** What exactly gave it. */
  source: MessageDescriptor
}

/** The roles we derive ourselves. Any other is an app role, named by the organisation. */
const WORDS: Record<string, MessageDescriptor> = {
  Admin: msg`Admin`,
  Teacher: msg`Teacher`,
  Student: msg`Student`,
}

const FACULTY = msg`Your account has a faculty licence.`
const STUDENT = msg`Your account has a student licence.`

/**
 * The licences that make a teacher or a student, by SKU id:
 * https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
 */
const LICENCES: Record<string, { why: MessageDescriptor; source: MessageDescriptor }> = {
  '94763226-9b3c-4e75-a931-5c89701abe66': {
    why: FACULTY,
    source: msg`Licence: Office 365 A1 for faculty`,
  },
  '78e66a63-337a-4a9a-8959-41c6654dfb56': {
    why: FACULTY,
    source: msg`Licence: Office 365 A1 Plus for faculty`,
  },
  '314c4481-f395-4525-be8b-2ec4bb1e9d91': {
    why: STUDENT,
    source: msg`Licence: Office 365 A1 for students`,
  },
  'e82ae690-a2d5-4d76-8d30-7c6e01e6022e': {
    why: STUDENT,
    source: msg`Licence: Office 365 A1 Plus for students`,
  },
}

/** The same id in every tenant. */
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10'

const TEXTS: Record<RoleGrant['source'], (id: string) => Omit<RoleText, 'word'>> = {
  directory_role: (id) =>
    id === GLOBAL_ADMINISTRATOR
      ? {
          why: msg`You are a Global Administrator of this organisation.`,
          source: msg`Directory role: Global Administrator`,
        }
      : {
          why: msg`You have a directory role of this organisation.`,
          source: msg`Directory role: ${id}`,
        },
  licence: (id) =>
    LICENCES[id] ?? { why: msg`Your account has a licence for it.`, source: msg`Licence: ${id}` },
  app_role: (id) => ({
    why: msg`Your organisation gave you this role in Vestibule.`,
    source: msg`App role: ${id}`,
  }),
}

/** A role in words, with where it comes from. */
export function toRoleText({ role, source, id }: RoleGrant): RoleText {
  // An organisation may call an app role as we call one of ours, or `constructor`.
  const word = source !== 'app_role' && Object.hasOwn(WORDS, role) ? WORDS[role] : undefined
  return { ...(word && { word }), ...TEXTS[source](id) }
}
