import {
  type ApplicationRegistration,
  type Graph,
  type ListedApplication,
  listTaggedApplications,
  readApplication,
} from '@vestibule/graph'
import { RegistrationError } from './registration-error.ts'
import type { Settings } from './settings.ts'

/** The tag of what was registered by this program. A name is nobody's: others may use it. */
export const MARK = 'vestibule:register-app'

export const hasMark = ({ tags }: Pick<ListedApplication, 'tags'>) => tags?.includes(MARK) ?? false

/**
 * The registration that was made before: the one that is named, by the environment file or at the command
 * line, or else the only marked one with our redirect URI, as is left where the file was lost.
 *
 * @throws {RegistrationError} the named one is not marked, or there are several.
 */
export async function findRegistration(
  graph: Graph,
  { clientId, callbackUri }: Settings,
): Promise<ApplicationRegistration | undefined> {
  if (clientId) {
    const named = await readApplication(graph, clientId)
    if (named && !hasMark(named)) {
      throw new RegistrationError(
        `The application ${clientId} was not made by register-app, which touches nothing else.`,
      )
    }
    return named
  }
  const marked = await listTaggedApplications(graph, MARK)
  const [own, ...others] = marked.filter(({ web }) => web?.redirectUris?.includes(callbackUri))
  if (own && others.length > 0) {
    const ids = [own, ...others].map(({ appId, displayName }) => `${appId} (${displayName})`)
    throw new RegistrationError(
      `Several registrations have the redirect URI ${callbackUri}: ${ids.join(', ')}. ` +
        'Name the one that is meant: --app-id.',
    )
  }
  return own && readApplication(graph, own.appId)
}
