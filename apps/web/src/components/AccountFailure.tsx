import { Plural, Trans } from '@lingui/react/macro'
import { ApiProblem, NoAnswer } from '@vestibule/client'
import type { ReactNode } from 'react'
import { Notice } from '../ui/Notice.tsx'

/** Why a form about a local account did not do what it is for, where no single field is to blame. */
export function AccountFailure({ error }: { error: unknown }) {
  const { title, advice } = toTexts(error)
  return (
    <Notice tone="bad" urgent title={title}>
      <p>{advice}</p>
    </Notice>
  )
}

function toTexts(error: unknown): { title: ReactNode; advice: ReactNode } {
  const problem = error instanceof ApiProblem ? error.problem : undefined
  switch (problem?.code) {
    case 'unauthenticated':
      return {
        title: <Trans>The e-mail address or the password is not right.</Trans>,
        advice: (
          <Trans>
            After several tries a pause of 15 minutes begins; signing in with Microsoft or resetting
            the password works meanwhile.
          </Trans>
        ),
      }
    case 'invalid_request':
      return {
        title: <Trans>This link has expired or was used already.</Trans>,
        advice: <Trans>Ask for another one. Nothing was changed.</Trans>,
      }
    case 'conflict':
      return {
        title: <Trans>These two accounts cannot be linked.</Trans>,
        advice: (
          <Trans>One of them is linked with another account, or has changed meanwhile.</Trans>
        ),
      }
    case 'forbidden':
      return {
        title: <Trans>Nobody can register here.</Trans>,
        advice: <Trans>Sign in with Microsoft.</Trans>,
      }
    case 'not_configured':
      return {
        title: <Trans>No mail can be sent from here.</Trans>,
        advice: <Trans>Whoever runs this application can set it up.</Trans>,
      }
    case 'rate_limited':
      return {
        title: <Trans>That was tried too often.</Trans>,
        advice: <Wait seconds={problem?.retryAfterSeconds} />,
      }
    case 'overloaded':
      return {
        title: <Trans>Too much is going on at the moment.</Trans>,
        advice: <Trans>Nothing was changed. Wait a few seconds, then try again.</Trans>,
      }
    default:
      return error instanceof NoAnswer
        ? {
            title: <Trans>There was no answer from the server.</Trans>,
            advice: <Trans>Check your connection, then try again.</Trans>,
          }
        : {
            title: <Trans>Something went wrong on the server.</Trans>,
            advice: <Trans>Wait a little, then try again.</Trans>,
          }
  }
}

function Wait({ seconds = 60 }: { seconds: number | undefined }) {
  return (
    <Plural
      value={Math.ceil(seconds / 60)}
      one="Wait # minute, then try again."
      other="Wait # minutes, then try again."
    />
  )
}
