import { Trans } from '@lingui/react/macro'
import { AppWindow, Bot, DoorOpen, type LucideIcon, UserRound } from 'lucide-react'
import { Tag } from '../ui/Tag.tsx'
import css from './Callers.module.css'
import { Part } from './Part.tsx'
import type { Caller } from './to-callers.ts'

const ICONS: Record<Caller['kind'], LucideIcon> = {
  anybody: DoorOpen,
  session: AppWindow,
  delegated: UserRound,
  application: Bot,
}

/** Who may call; any one of them is enough. */
export function Callers({ callers }: { callers: readonly Caller[] }) {
  return (
    <Part title={<Trans>Who may call</Trans>}>
      <ul className={css.callers}>
        {callers.map((caller) => {
          const Icon = ICONS[caller.kind]
          return (
            <li key={JSON.stringify(caller)}>
              <Icon size={16} aria-hidden="true" />
              <span>
                <CallerText caller={caller} />
              </span>
            </li>
          )
        })}
      </ul>
    </Part>
  )
}

function CallerText({ caller }: { caller: Caller }) {
  switch (caller.kind) {
    case 'anybody':
      return <Trans>Anybody, signed in or not.</Trans>
    case 'session':
      return <Trans>A browser that is signed in, by the session’s cookie.</Trans>
    case 'delegated':
      return (
        <>
          <Trans>A program for a person, by a bearer token with the scope:</Trans>{' '}
          <Names names={caller.scopes} />
        </>
      )
    case 'application':
      return caller.roles.length > 0 ? (
        <>
          <Trans>An application for itself, by a bearer token with an app role:</Trans>{' '}
          <Names names={caller.roles} />
        </>
      ) : (
        <Trans>An application for itself, by a bearer token with an app role.</Trans>
      )
  }
}

function Names({ names }: { names: readonly string[] }) {
  return names.map((name) => (
    <span key={name} className={css.name}>
      <Tag look="code">{name}</Tag>
    </span>
  ))
}
