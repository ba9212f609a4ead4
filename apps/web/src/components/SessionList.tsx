import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Session } from '@vestibule/client'
import { useRef, useState } from 'react'
import { toEndOthers } from '../routes.ts'
import { ConfirmButton } from '../ui/ConfirmButton.tsx'
import { ActFailure } from './ActFailure.tsx'
import css from './SessionList.module.css'
import { SessionRow } from './SessionRow.tsx'
import { type EndOutcome, useEndSessions } from './use-end-sessions.ts'

interface SessionListProps {
  sessions: readonly Session[]
  /** Begins with the question whether to sign out everywhere else. */
  asksToEndOthers: boolean
}

/** Where a person is signed in, and the ways to end it; this device is none of them. */
export function SessionList({ sessions, asksToEndOthers }: SessionListProps) {
  const { t } = useLingui()
  const list = useRef<HTMLUListElement>(null)
  const [said, setSaid] = useState({ count: 0, text: '' })
  const say = (text: string) => setSaid(({ count }) => ({ count: count + 1, text }))
  const others = sessions.filter(({ isCurrent }) => !isCurrent).length
  const endOthers = useEndSessions(undefined, () => {
    list.current?.focus()
    say(t`You are signed out everywhere else.`)
  })

  const leaveRow = (row: HTMLElement | null, device: string, outcome: EndOutcome) => {
    if (row?.contains(document.activeElement)) (findNextButton(row) ?? list.current)?.focus()
    say(
      outcome === 'ended'
        ? t`The session has ended: ${device}.`
        : t`The session had already ended: ${device}.`,
    )
  }

  return (
    <div className={css.frame}>
      <div className={css.head}>
        <p className={css.lead}>
          <Trans>
            Each line is a browser that is signed in as you. End those that you do not know or no
            longer use: they are signed out here at once. They may stay signed in at Microsoft.
          </Trans>
        </p>
        {others > 0 && (
          <ConfirmButton
            words={<Trans>Sign out everywhere else</Trans>}
            question={<Trans>Sign out everywhere else?</Trans>}
            confirm={<Plural value={others} one="End # session" other="End # sessions" />}
            asksAtOnce={asksToEndOthers}
            isBusy={endOthers.isPending}
            onConfirm={() => endOthers.mutate()}
            onCancel={endOthers.reset}
          />
        )}
      </div>
      {endOthers.isError && others > 0 && (
        <div className={css.failure}>
          <ActFailure
            error={endOthers.error}
            at={endOthers.submittedAt}
            refused={<Trans>Your other sessions have not been ended.</Trans>}
            uncertain={<Trans>It is not certain that your other sessions have ended.</Trans>}
            returnTo={toEndOthers()}
          />
        </div>
      )}
      <ul ref={list} tabIndex={-1} aria-label={t`Where you are signed in`} className={css.list}>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnded={leaveRow} />
        ))}
      </ul>
      {others === 0 && (
        <p className={css.quiet}>
          <Trans>
            You are signed in nowhere else. A sign-in in another browser or on another device is
            listed here.
          </Trans>
        </p>
      )}
      <p role="status" className={css.said}>
        {/* Anew each time, or the same words for a second session would not be read out. */}
        <span key={said.count}>{said.text}</span>
      </p>
    </div>
  )
}

/** Of the rows around one that goes away. */
function findNextButton(row: HTMLElement): HTMLElement | null {
  const find = (near: Element | null) => near?.querySelector('button') ?? null
  return find(row.nextElementSibling) ?? find(row.previousElementSibling)
}
