import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Session } from '@vestibule/client'

/** What a session was opened with, after "signed in with". */
export const DOOR_TEXTS: Record<Session['door'], MessageDescriptor> = {
  entra: msg`Microsoft`,
  local: msg`e-mail and password`,
}
