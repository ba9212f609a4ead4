import { buildEndSessionUrl } from 'openid-client'
import type { Authority } from './authority.ts'

/**
 * The authority's sign-out page, which sends the person back to us. The account is named by
 * `logout_hint`; no ID token leaves the server, so `id_token_hint` is not used.
 *
 * @throws {AuthorityError}
 */
export async function getEndSessionUrl(
  authority: Authority,
  { returnTo, loginHint }: { returnTo: string; loginHint: string | null },
): Promise<string> {
  const configuration = await authority.getConfiguration()
  return buildEndSessionUrl(configuration, {
    post_logout_redirect_uri: returnTo,
    ...(loginHint && { logout_hint: loginHint }),
  }).href
}
