import type { Problem, ProblemCode } from '@vestibule/contract'

interface ProblemText {
  /** When it is answered, beyond what the title says. */
  meaning: string
  /** What its body holds beside what every problem has. */
  members?: Partial<Problem>
}

const signInUrl = '/auth/login?for=3q2-7w5YcXk'

/** What the page of each code says; every code has one, or this does not compile. */
export const PROBLEM_TEXTS: Record<ProblemCode, ProblemText> = {
  invalid_request: {
    meaning:
      'The address, the query, a header or the body does not fit what the operation takes, a filter is not known, or a cursor has run out.',
    members: {
      detail: 'The field `top` must be at most 999.',
      errors: [{ path: 'top', message: 'must be <= 999' }],
    },
  },
  unauthenticated: {
    meaning:
      'The request came without a session and without a bearer token, or with a token that is not valid here. With a token, the header `WWW-Authenticate` says what is wrong with it.',
    members: { signInUrl: '/auth/login' },
  },
  session_expired: {
    meaning:
      'The cookie names a session that is no longer alive, or the organisation has ended the sign-in behind it, as after a password change.',
    members: { signInUrl: '/auth/login' },
  },
  claims_challenge: {
    meaning:
      'The organisation’s rules want more than the sign-in proves: another place, another device or a second factor. The session goes on.',
    members: { signInUrl },
  },
  consent_required: {
    meaning:
      'The operation needs permissions of Microsoft Graph that neither the person nor an administrator has granted to this application.',
    members: { scopes: ['User.Read.All'], signInUrl },
  },
  step_up_required: {
    meaning:
      'The operation is grave, and the last sign-in is too long ago. How long it may be is up to whoever runs this application; 15 minutes unless they say otherwise.',
    members: { signInUrl },
  },
  csrf: {
    meaning:
      'A request that changes something came without `X-CSRF: 1`, or from a page of another origin. Requests with a bearer token need neither.',
  },
  entra_account_required: {
    meaning:
      'The operation asks Microsoft as the person, and the person signed in by e-mail and password.',
    members: { signInUrl },
  },
  forbidden: {
    meaning:
      'It is known who asks, and they may not: the role, the app role, the scope or Microsoft’s own rules are not on their side.',
    members: { detail: 'Your organisation does not let you see this.' },
  },
  mailbox_denied: {
    meaning:
      'Exchange limits which mailboxes an application may open, by RBAC for Applications or by an application access policy, and this one is not among them.',
    members: {
      detail:
        'Exchange keeps Vestibule out of this mailbox: an application access policy, or RBAC for Applications, does not name it.',
    },
  },
  mailbox_not_listed: {
    meaning:
      'This application limits which mailboxes may be opened (`MAILBOX_ALLOW_LIST`), and this one is not among them. The attempt is entered in the audit.',
  },
  tenant_not_allowed: {
    meaning: 'The account is of an organisation that this application does not serve.',
  },
  not_found: {
    meaning:
      'There is no such address, or nothing with this id. What belongs to somebody else is answered the same way.',
    members: { detail: 'There is no such batch.' },
  },
  not_there_yet: {
    meaning:
      'The copy of the directory has the person, made in the last ten minutes, and Microsoft Graph does not find them. What is made at Microsoft is not known everywhere at once; or they have been deleted since the copy was last brought up to date.',
    members: { retryAfterSeconds: 5 },
  },
  no_directory: {
    meaning:
      'The accounts here are customers of Microsoft Entra External ID, who see nothing of each other: lists of people, groups, batches and mailboxes are for organisations.',
  },
  no_drive: {
    meaning:
      'The group is there, and it has no document library: it is a security group or a distribution list, or Microsoft has not made the library yet.',
  },
  no_conversations: {
    meaning:
      'The group is there, and it has no mailbox for conversations: it is a security group or a distribution list, or Microsoft has not made the mailbox yet.',
  },
  mailbox_missing: {
    meaning:
      'The person is there, and Exchange Online has no mailbox of theirs: they have no licence for it, or it is kept on premises.',
  },
  conflict: {
    meaning:
      'The request is valid, but what is there already stands against it: an address that is taken, a batch that has ended, an idempotency key that came with another request.',
    members: { detail: 'The batch has ended, or was stopped before.' },
  },
  payload_too_large: {
    meaning:
      'The body is larger than the operation takes: 64 KiB, and 4 MiB where a batch is handed in. A batch may also hold too many accounts.',
  },
  rate_limited: {
    meaning:
      'Too many passwords, registrations or mails from one network in a short time. The header `Retry-After` says the same as `retryAfterSeconds`.',
    members: { retryAfterSeconds: 840 },
  },
  internal: {
    meaning:
      'Something that nobody has foreseen. The log of this application has it under the same `requestId`.',
  },
  not_configured: {
    meaning:
      'The operation needs a setting of this application, or of its registration with Microsoft, that is missing.',
    members: {
      detail: 'ID tokens carry no `auth_time`: it is an optional claim of the app registration.',
    },
  },
  app_consent_required: {
    meaning:
      'The operation is done by this application itself, which lacks a permission of Microsoft Graph for it. No sign-in of whoever asks helps.',
    members: {
      detail: 'The application permission Mail.Read has not been granted.',
      scopes: ['Mail.Read'],
    },
  },
  app_credential_refused: {
    meaning:
      'Microsoft Entra ID gives this application no token, of its own or of a person: its certificate or secret has expired, is not registered, or the application is shut out. The session goes on.',
  },
  upstream_unavailable: {
    meaning:
      'Microsoft Entra ID or Microsoft Graph could not be reached, failed by itself, or something between here and there answered in its place.',
  },
  overloaded: {
    meaning:
      'This server has more to do than it can do in time, and says so before it begins; or it cannot get at its own data, as while its database is away. Who is signed in stays so. The header `Retry-After` says the same as `retryAfterSeconds`.',
    members: { retryAfterSeconds: 3 },
  },
  upstream_throttled: {
    meaning:
      'Microsoft Graph has been asked too much by this organisation. The header `Retry-After` says the same as `retryAfterSeconds`.',
    members: { retryAfterSeconds: 10 },
  },
  upstream_timeout: {
    meaning: 'Microsoft Entra ID or Microsoft Graph did not answer within eight seconds.',
  },
}
