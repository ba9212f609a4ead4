import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Me } from '@vestibule/client'
import { CircleCheck, CircleMinus } from 'lucide-react'
import type { ReactNode } from 'react'
import { PATHS } from '../routes.ts'
import css from './Abilities.module.css'

/** What this person can do here, and why not where not. */
export function Abilities({ me }: { me: Me }) {
  const state = toState(me)
  return (
    <ul className={css.abilities}>
      <Ability
        state={state}
        name={
          <Link to={PATHS.claims}>
            <Trans>Read what your tokens say</Trans>
          </Link>
        }
      />
      <Ability
        state={state}
        name={
          <Link to={PATHS.users}>
            <Trans>Look people up in the directory</Trans>
          </Link>
        }
      />
    </ul>
  )
}

/** Only a session that came in by Microsoft has its tokens. */
type State = 'allowed' | 'other-door' | 'no-account'

function toState({ entra, session }: Me): State {
  if (entra === null) return 'no-account'
  return session?.door === 'local' ? 'other-door' : 'allowed'
}

const REASONS: Record<State, MessageDescriptor> = {
  allowed: msg`Allowed: you signed in with a Microsoft account.`,
  'other-door': msg`Not now: you signed in with your password. Sign in with Microsoft for it.`,
  'no-account': msg`Not allowed: this needs a Microsoft account.`,
}

function Ability({ state, name }: { state: State; name: ReactNode }) {
  const { t } = useLingui()
  return (
    <li className={css.ability}>
      {state === 'allowed' ? (
        <CircleCheck size={18} className={css.yes} aria-hidden="true" />
      ) : (
        <CircleMinus size={18} className={css.no} aria-hidden="true" />
      )}
      <p>
        {name}
        <span className={css.why}>{t(REASONS[state])}</span>
      </p>
    </li>
  )
}
