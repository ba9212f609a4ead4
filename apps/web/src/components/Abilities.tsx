import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Me } from '@vestibule/client'
import { CircleCheck, CircleMinus } from 'lucide-react'
import type { ReactNode } from 'react'
import { PATHS } from '../routes.ts'
import css from './Abilities.module.css'

/** What this person can do here, and why not where not. */
export function Abilities({ me }: { me: Me }) {
  const isEntra = me.entra !== null
  return (
    <ul className={css.abilities}>
      <Ability
        isAllowed={isEntra}
        name={
          <Link to={PATHS.claims}>
            <Trans>Read what your tokens say</Trans>
          </Link>
        }
      />
      <Ability
        isAllowed={isEntra}
        name={
          <Link to={PATHS.users}>
            <Trans>Look people up in the directory</Trans>
          </Link>
        }
      />
    </ul>
  )
}

function Ability({ isAllowed, name }: { isAllowed: boolean; name: ReactNode }) {
  return (
    <li className={css.ability}>
      {isAllowed ? (
        <CircleCheck size={18} className={css.yes} aria-hidden="true" />
      ) : (
        <CircleMinus size={18} className={css.no} aria-hidden="true" />
      )}
      <p>
        {name}
        <span className={css.why}>
          {isAllowed ? (
            <Trans>Allowed: you signed in with a Microsoft account.</Trans>
          ) : (
            <Trans>Not allowed: this needs a Microsoft account.</Trans>
          )}
        </span>
      </p>
    </li>
  )
}
