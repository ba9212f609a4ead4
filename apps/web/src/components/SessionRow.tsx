import { Trans, useLingui } from '@lingui/react/macro'
import type { Session } from '@vestibule/client'
import { CircleQuestionMark, Laptop, Smartphone } from 'lucide-react'
import { useId, useRef } from 'react'
import { ConfirmButton } from '../ui/ConfirmButton.tsx'
import { Tag } from '../ui/Tag.tsx'
import { Time } from '../ui/Time.tsx'
import { ActFailure } from './ActFailure.tsx'
import { toDeviceText } from './device-text.ts'
import { DOOR_TEXTS } from './door-texts.ts'
import { readUserAgent, type UserAgentFacts } from './read-user-agent.ts'
import css from './SessionRow.module.css'
import { type EndOutcome, useEndSessions } from './use-end-sessions.ts'

interface SessionRowProps {
  session: Session
  /** Comes while the row is still there. */
  onEnded: (row: HTMLElement | null, device: string, outcome: EndOutcome) => void
}

export function SessionRow({ session, onEnded }: SessionRowProps) {
  const { t } = useLingui()
  const row = useRef<HTMLLIElement>(null)
  const aboutId = useId()
  const facts = readUserAgent(session.userAgent)
  const device = t(toDeviceText(facts))
  const door = t(DOOR_TEXTS[session.door])
  const ending = useEndSessions(session, (outcome) => onEnded(row.current, device, outcome))

  return (
    <li ref={row} className={css.row}>
      <DeviceIcon facts={facts} />
      <div className={css.words}>
        <p className={css.device}>
          {device}
          {session.isCurrent && (
            <>
              {' '}
              <Tag>
                <Trans>This device</Trans>
              </Tag>
            </>
          )}
        </p>
        <p id={aboutId} className={css.about}>
          <span>
            <Trans>
              Signed in with {door} <Time at={session.createdAt} />
            </Trans>
          </span>
          {session.ip !== null && (
            <span>
              <Trans>
                From <code>{session.ip}</code>
              </Trans>
            </span>
          )}
          <span>
            <Trans>
              Last active <Time at={session.lastSeenAt} />
            </Trans>
          </span>
        </p>
        {facts.browser === undefined && session.userAgent && (
          <p className={css.agent} title={session.userAgent}>
            <Trans>
              It calls itself <code>{session.userAgent}</code>
            </Trans>
          </p>
        )}
      </div>
      {!session.isCurrent && (
        <ConfirmButton
          words={<Trans>End session</Trans>}
          label={t`End session: ${device}`}
          describedBy={aboutId}
          question={<Trans>End this session?</Trans>}
          confirm={<Trans>Yes, end it</Trans>}
          isBusy={ending.isPending}
          onConfirm={() => ending.mutate()}
          onCancel={ending.reset}
        />
      )}
      {ending.isError && (
        <div className={css.failure}>
          <ActFailure
            error={ending.error}
            at={ending.submittedAt}
            refused={<Trans>This session has not been ended.</Trans>}
            uncertain={<Trans>It is not certain that this session has ended.</Trans>}
          />
        </div>
      )}
    </li>
  )
}

function DeviceIcon({ facts: { system, isHandheld } }: { facts: UserAgentFacts }) {
  const Icon = system === undefined ? CircleQuestionMark : isHandheld ? Smartphone : Laptop
  return <Icon size={20} className={css.icon} aria-hidden="true" />
}
