import { isSignInPage } from '../routes.ts'

/**
 * The secret of a mail's link, which stands behind the address's `#` so that no server and no log sees
 * it. Out of the address at once: nobody reads it there later, and it is not kept in the history.
 */
export function takeLinkToken(): string | undefined {
  // On any other page it is a part of where sign-in leads.
  const token = isSignInPage(location) ? location.hash.slice(1) : ''
  if (token === '') return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  return token
}
