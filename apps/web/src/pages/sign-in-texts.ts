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
  admin_consent_required: {
    title: msg`Your organisation has not allowed this application yet.`,
    advice: msg`Only an administrator of your organisation can allow it: send them the reference.`,
  },
  not_assigned: {
    title: msg`You are not among those whom your organisation lets in here.`,
    advice: msg`Ask your administrator to assign you to this application.`,
  },
  blocked_by_policy: {
    title: msg`A policy of your organisation stopped the sign-in.`,
    advice: msg`It may want a managed device, another network or another browser. Your administrator knows which: send them the reference.`,
  },
  more_proof_required: {
    title: msg`Microsoft wanted a second proof that it is you.`,
    advice: msg`Start again and finish it. If you have no second way to prove it, ask your administrator.`,
  },
  account_disabled: {
    title: msg`Your account is disabled.`,
    advice: msg`Only an administrator of your organisation can enable it.`,
  },
  account_locked: {
    title: msg`Microsoft has locked the account for a while.`,
    advice: msg`That happens after many wrong passwords. Wait some minutes, then start again.`,
  },
  password_expired: {
    title: msg`Your password has expired.`,
    advice: msg`Change it with Microsoft, then start again.`,
  },
  step_up_failed: {
    title: msg`You were not asked to sign in once more.`,
    advice: msg`What you wanted to do needs a fresh sign-in, and Microsoft let you through without one. You are still signed in and nothing was changed: go back and try once more.`,
  },
  not_configured: {
    title: msg`Sign-in is not set up right here.`,
    advice: msg`Your account is fine. Whoever runs this application can mend it: quote the reference.`,
  },
  overloaded: {
    title: msg`Vestibule itself is not available right now.`,
    advice: msg`Your account is fine, and whoever is signed in stays so. Wait a little, then try again.`,
  },
  upstream_throttled: {
    title: msg`Microsoft asks us to slow down.`,
    advice: msg`Your account is fine. Wait a little, then start again.`,
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
