import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ApiProblem, NoAnswer, type ProblemCode } from '@vestibule/client'
import { EndlessList } from './graph-pages.ts'

export interface ErrorText {
  /** What happened. */
  title: MessageDescriptor
  /** What can be done. */
  advice: MessageDescriptor
}

const again = msg`Try again. If it happens twice, quote the reference below when you ask for help.`

const PROBLEM_TEXTS: Record<ProblemCode, ErrorText> = {
  invalid_request: {
    title: msg`The server did not understand what was asked.`,
    advice: msg`Change what you searched or sorted for. If you followed a link, it may be out of date.`,
  },
  unauthenticated: {
    title: msg`You are not signed in.`,
    advice: msg`Sign in to go on.`,
  },
  session_expired: {
    title: msg`Your session has ended.`,
    advice: msg`Sign in to go on.`,
  },
  claims_challenge: {
    title: msg`Your organisation asks for a fresh sign-in.`,
    advice: msg`Sign in again. You come straight back to this page.`,
  },
  consent_required: {
    title: msg`Vestibule needs a permission that it does not have yet.`,
    advice: msg`Give consent, and Microsoft asks you to agree. Some permissions only an administrator can give.`,
  },
  step_up_required: {
    title: msg`Confirm that it is you.`,
    advice: msg`This needs a recent sign-in. Sign in again, and you come straight back to this page. Nothing was changed yet.`,
  },
  csrf: {
    title: msg`The server could not tell that this came from you.`,
    advice: msg`Load the page again and repeat what you did.`,
  },
  forbidden: {
    title: msg`Your account may not see this.`,
    advice: msg`An administrator of your organisation can change that.`,
  },
  mailbox_denied: {
    title: msg`Exchange keeps Vestibule out of this mailbox.`,
    advice: msg`Your organisation limits in Exchange which mailboxes an application may open, by RBAC for Applications or by an application access policy, and this one is not among them. Whoever runs Exchange can add it.`,
  },
  mailbox_not_listed: {
    title: msg`This mailbox may not be opened here.`,
    advice: msg`Vestibule is set up to open certain mailboxes only (MAILBOX_ALLOW_LIST), and this one is not among them. Whoever runs it can add it. The audit notes that it was tried.`,
  },
  mailbox_missing: {
    title: msg`This person has no mailbox.`,
    advice: msg`They have no licence for Exchange Online, or their mailbox is kept on premises, where Vestibule cannot read it.`,
  },
  app_consent_required: {
    title: msg`Vestibule lacks a permission of its own.`,
    advice: msg`Nobody’s sign-in helps here: an administrator of your organisation grants it on the page Setup.`,
  },
  app_credential_refused: {
    title: msg`Microsoft does not accept Vestibule’s certificate or secret.`,
    advice: msg`It has expired, or is not registered with Microsoft. The page Setup says how to replace it.`,
  },
  entra_account_required: {
    title: msg`This needs a Microsoft account.`,
    advice: msg`Your account here has none yet. Link one, and you come straight back to this page.`,
  },
  tenant_not_allowed: {
    title: msg`Your organisation may not use this application.`,
    advice: msg`Sign in with an account of an organisation that may.`,
  },
  not_found: {
    title: msg`What was asked for is not there.`,
    advice: msg`It may have been removed, or the link may be wrong.`,
  },
  not_there_yet: {
    title: msg`Microsoft does not find this person yet.`,
    advice: msg`They were added a few minutes ago, and Microsoft does not know them everywhere yet, or they have just been deleted. Wait a little, then try again.`,
  },
  no_directory: {
    title: msg`Customers have no directory.`,
    advice: msg`You are signed in as a customer. People, groups and mailboxes are shown to members of an organisation alone.`,
  },
  no_drive: {
    title: msg`This group has no documents.`,
    advice: msg`Only Microsoft 365 groups have documents, and a new one only after a while.`,
  },
  no_conversations: {
    title: msg`This group has no conversations.`,
    advice: msg`Only Microsoft 365 groups have conversations, and a new one only after a while.`,
  },
  conflict: {
    title: msg`That does not fit with what is there already.`,
    advice: msg`It may have been changed elsewhere. Load the page again and look.`,
  },
  payload_too_large: {
    title: msg`That was more than the server takes at once.`,
    advice: msg`Send less at a time.`,
  },
  rate_limited: {
    title: msg`That was tried too often.`,
    advice: msg`Wait a little, then try again.`,
  },
  internal: {
    title: msg`Something went wrong on the server.`,
    advice: again,
  },
  not_configured: {
    title: msg`This is not set up here.`,
    advice: msg`Whoever runs this application can set it up.`,
  },
  upstream_unavailable: {
    title: msg`Microsoft could not be reached.`,
    advice: msg`It has been tried several times. Wait a little, then try again.`,
  },
  overloaded: {
    title: msg`Too much is going on at the moment.`,
    advice: msg`Wait a few seconds, then try again. Nothing was changed.`,
  },
  upstream_throttled: {
    title: msg`Microsoft asks for a pause.`,
    advice: msg`Too much was asked in a short time. Wait a little, then try again.`,
  },
  upstream_timeout: {
    title: msg`Microsoft took too long to answer.`,
    advice: msg`Wait a little, then try again.`,
  },
}

/** For whose account has a Microsoft account, but who came in by the other door. */
const OTHER_DOOR: ErrorText = {
  title: msg`This needs a sign-in with Microsoft.`,
  advice: msg`You are signed in with your password. Sign in with Microsoft, and you come straight back to this page.`,
}

const NO_ANSWER: ErrorText = {
  title: msg`There was no answer from the server.`,
  advice: msg`Check your connection, then try again.`,
}

const ENDLESS: ErrorText = {
  title: msg`This list leads in a circle.`,
  advice: msg`Microsoft names a page that has come already as the next one, so what is shown may not be all. Load the list again.`,
}

const DEFECT: ErrorText = {
  title: msg`This page could not be shown.`,
  advice: msg`Load it again. If it happens twice, quote the details below when you ask for help.`,
}

/** What to say about anything that was thrown. */
export function toErrorText(error: unknown): ErrorText {
  if (error instanceof ApiProblem) {
    const { code, signInUrl } = error.problem
    if (code === 'entra_account_required' && signInUrl) return OTHER_DOOR
    // A server newer than this page may send a code that is not in the table.
    return PROBLEM_TEXTS[code] ?? PROBLEM_TEXTS.internal
  }
  if (error instanceof EndlessList) return ENDLESS
  return error instanceof NoAnswer ? NO_ANSWER : DEFECT
}
