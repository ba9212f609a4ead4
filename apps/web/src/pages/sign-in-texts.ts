import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { SignInFailureCode } from './read-sign-in-failure.ts'

interface SignInText {
  /** What happened. */
  title: MessageDescriptor
  /** What can be done. */
  advice: MessageDescriptor
}

export const SIGN_IN_TEXTS: Record<SignInFailureCode, SignInText> = {
  access_denied: {
    title: msg`You were not signed in, because the sign-in was cancelled or refused.`,
    advice: msg`If you cancelled it, start again. If your organisation refused it, ask your administrator.`,
  },
  sign_in_expired: {
    title: msg`The sign-in took longer than 10 minutes, so it was dropped.`,
    advice: msg`Start again. Nothing is lost.`,
  },
  sign_in_used: {
    title: msg`This sign-in was already used.`,
    advice: msg`That happens after the Back button, or when a sign-in runs twice. Start again.`,
  },
  sign_in_not_started_here: {
    title: msg`This sign-in was not started in this browser.`,
    advice: msg`Start and finish in the same browser. If you did, let it keep cookies for this site.`,
  },
  tenant_not_allowed: {
    title: msg`Your organisation may not sign in here.`,
    advice: msg`Use an account of an organisation that may, or ask whoever runs this application.`,
  },
  sign_in_loop: {
    title: msg`The sign-in began again and again by itself, so it was stopped.`,
    advice: msg`Wait a few seconds, then start again. If it happens twice, close the other tabs of this site, or quote the reference when you ask for help.`,
  },
  step_up_failed: {
    title: msg`You were not asked to sign in once more.`,
    advice: msg`What you wanted to do needs a fresh sign-in, and Microsoft let you through without one. You are still signed in and nothing was changed: go back and try once more.`,
  },
  not_configured: {
    title: msg`Sign-in is not set up right here.`,
    advice: msg`Your account is fine. Whoever runs this application can mend it: quote the reference.`,
  },
  upstream_unavailable: {
    title: msg`Microsoft could not be reached.`,
    advice: msg`Your account is fine. Wait a little, then start again.`,
  },
  upstream_timeout: {
    title: msg`Microsoft took too long to answer.`,
    advice: msg`Your account is fine. Wait a little, then start again.`,
  },
  sign_in_failed: {
    title: msg`The sign-in did not succeed.`,
    advice: msg`Start again. If it happens twice, quote the reference when you ask for help.`,
  },
}
