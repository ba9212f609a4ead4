import { Trans } from '@lingui/react/macro'
import type { TokenClaims } from '@vestibule/client'
import { Tag } from '../ui/Tag.tsx'
import { Time } from '../ui/Time.tsx'
import { useNow } from '../ui/use-now.ts'
import css from './AccessTokens.module.css'

type Token = TokenClaims['accessTokens'][number]

export function AccessTokens({ tokens }: { tokens: readonly Token[] }) {
  const now = useNow()
  if (tokens.length === 0) {
    return (
      <p className={css.quiet}>
        <Trans>
          The server holds no access token for you yet. It asks for one when a page needs it.
        </Trans>
      </p>
    )
  }
  return (
    <>
      <p className={css.lead}>
        <Trans>
          An access token is a letter to the service it names, not to us: that service alone may
          judge it, and its form may change at any time. So it is not decoded here. What it is good
          for is what the sign-in service told us when it gave it out.
        </Trans>
      </p>
      <ul className={css.tokens}>
        {tokens.map((token) => (
          <li key={token.resource} className={css.token}>
            <div className={css.head}>
              <code className={css.resource}>{token.resource}</code>
              <span className={css.quiet}>
                {Date.parse(token.expiresAt) > now ? (
                  <Trans>
                    Expires <Time at={token.expiresAt} />
                  </Trans>
                ) : (
                  <Trans>
                    Expired <Time at={token.expiresAt} />, renewed when next needed
                  </Trans>
                )}
              </span>
            </div>
            <ul className={css.scopes}>
              {token.scopes.map((scope) => (
                <li key={scope}>
                  <Tag look="code">{scope}</Tag>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  )
}
