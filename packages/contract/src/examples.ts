/** What replies look like, for who reads the API's description; `pnpm check` holds them against the schemas. */

const PERSON_ID = '3f0c2b9a-5c1d-4b7e-9a44-7d6a2f10c3e8'
const OBJECT_ID = '8d1f4a52-0b6e-4f0d-9a6c-2f5f0e9c7b11'
const TENANT_ID = 'c0a70500-7e57-4000-8000-00000000c0de'
const CURSOR = 'eyJza2lwIjoxMDB9'
const AT = '2026-11-22T09:30:00.000Z'
const LATER = '2026-11-22T09:30:12.480Z'

export const PREFERENCES_EXAMPLE = { accentColor: 'green', theme: 'system', locale: 'fr' }

export const ME_EXAMPLE = {
  id: PERSON_ID,
  kind: 'linked',
  displayName: 'Ada Admin',
  email: 'ada@contoso.test',
  roles: ['Admin'],
  roleGrants: [
    { role: 'Admin', source: 'directory_role', id: '62e90394-69f5-4237-9190-012177145e10' },
  ],
  entra: {
    objectId: OBJECT_ID,
    tenantId: TENANT_ID,
    userPrincipalName: 'ada@contoso.test',
    mail: 'ada@contoso.test',
    givenName: 'Ada',
    surname: 'Admin',
    jobTitle: 'Head of IT',
    organization: { id: TENANT_ID, displayName: 'Contoso' },
  },
  local: { email: 'ada@home.test' },
  photoUrl: '/api/me/photo',
  preferences: PREFERENCES_EXAMPLE,
  linkOffer: null,
  session: {
    createdAt: AT,
    idleExpiresAt: '2026-11-22T10:00:00.000Z',
    expiresAt: '2026-11-22T19:30:00.000Z',
    door: 'entra',
  },
}

export const TOKEN_CLAIMS_EXAMPLE = {
  idToken: {
    claims: [
      {
        name: 'tid',
        value: TENANT_ID,
        meaning: 'The id of the organisation that the account is of.',
        group: 'organisation',
        flags: ['identity', 'validated'],
        names: { [TENANT_ID]: 'Contoso' },
      },
    ],
    issuedAt: AT,
    expiresAt: '2026-11-22T10:35:00.000Z',
    validation: [{ check: 'tenant', passed: true, expected: TENANT_ID, actual: TENANT_ID }],
    checkedAt: AT,
  },
  accessToken: null,
  accessTokens: [
    {
      resource: 'https://graph.microsoft.com',
      scopes: ['User.Read', 'User.Read.All'],
      expiresAt: '2026-11-22T10:35:00.000Z',
    },
  ],
}

const USER = {
  id: OBJECT_ID,
  displayName: 'Tom Teacher',
  userPrincipalName: 'tom@contoso.test',
  mail: 'tom@contoso.test',
  givenName: 'Tom',
  surname: 'Teacher',
  jobTitle: 'Lecturer',
  department: 'Mathematics',
  accountEnabled: true,
  userType: 'Member',
  onPremisesSyncEnabled: null,
  createdAt: '2024-09-02T08:00:00Z',
}

export const USER_DETAIL_EXAMPLE = {
  ...USER,
  officeLocation: 'B 204',
  mobilePhone: null,
  businessPhones: ['+44 20 7946 0100'],
  preferredLanguage: 'en-GB',
}

export const USER_PAGE_EXAMPLE = {
  items: [USER],
  nextCursor: CURSOR,
  total: 272,
  source: 'graph',
  asOf: AT,
}

export const SESSION_PAGE_EXAMPLE = {
  items: [
    {
      id: '0b9a4c3e-2f1d-4e6b-8a7c-5d6e7f8091a2',
      isCurrent: true,
      createdAt: AT,
      lastSeenAt: '2026-11-22T09:41:00.000Z',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      ip: '192.0.2.17',
      door: 'entra',
    },
  ],
  nextCursor: null,
}

export const SETUP_EXAMPLE = {
  tenantId: TENANT_ID,
  credential: {
    kind: 'certificate',
    thumbprint: 'q7Hn2m4Yc0b9S1fK8tVxW3zLrD5uE6aGjP-oQiTnB_Q',
    expiresAt: '2027-05-22T00:00:00.000Z',
    daysLeft: 181,
    state: 'ok',
  },
  adminConsent: { url: '/auth/admin-consent', answer: 'granted', answeredAt: AT },
  checks: [
    { id: 'authority', outcome: 'passed', reason: null, subject: null },
    {
      id: 'redirect_uris',
      outcome: 'failed',
      reason: 'redirect_uri_unregistered',
      subject: 'https://vestibule.example/auth/callback',
    },
  ],
  features: [
    {
      id: 'users',
      permissions: [
        {
          name: 'User.Read.All',
          kind: 'delegated',
          asked: 'when_needed',
          isConsented: true,
          provenAt: AT,
          probe: { outcome: 'passed', at: LATER, code: null },
        },
      ],
    },
  ],
  checkedAt: LATER,
}

export const USER_BATCH_EXAMPLE = {
  id: 'd5f1a6c2-7b3e-4c58-9f0a-61b2c3d4e5f6',
  action: 'disable',
  status: 'completed',
  pauseReason: null,
  counts: {
    total: 3,
    pending: 0,
    succeeded: 2,
    unchanged: 0,
    willBeReverted: 0,
    refused: 0,
    notFound: 1,
    failed: 0,
    cancelled: 0,
  },
  createdBy: { id: PERSON_ID, displayName: 'Ada Admin' },
  reason: 'Left in June',
  revokeSessions: true,
  dryRun: false,
  undoOf: null,
  retryOf: null,
  throttledUntil: null,
  waitsFor: null,
  createdAt: AT,
  startedAt: AT,
  finishedAt: LATER,
}

export const USER_BATCH_PAGE_EXAMPLE = { items: [USER_BATCH_EXAMPLE], nextCursor: null }

export const USER_BATCH_REQUEST_EXAMPLE = {
  action: 'disable',
  users: ['tom@contoso.test', OBJECT_ID],
  reason: 'Left in June',
  dryRun: true,
}

export const USER_BATCH_ITEM_PAGE_EXAMPLE = {
  items: [
    {
      line: 1,
      input: 'tom@contoso.test',
      userId: OBJECT_ID,
      userPrincipalName: 'tom@contoso.test',
      displayName: 'Tom Teacher',
      outcome: 'succeeded',
      before: true,
      after: false,
      jobTitle: 'Lecturer',
      userType: 'Member',
      directoryRoles: [],
      accountEnabled: true,
      code: null,
      message: null,
      graphRequestId: '5b1c7a0e-3f4d-4f2a-8a3b-1d2e3f4a5b6c',
      attempts: 1,
      at: LATER,
    },
  ],
  nextCursor: null,
}

export const AUDIT_EVENT_PAGE_EXAMPLE = {
  items: [
    {
      sequence: 42,
      at: LATER,
      actor: { personId: PERSON_ID, objectId: OBJECT_ID, name: 'Ada Admin' },
      action: 'account.disable',
      target: { id: OBJECT_ID, name: 'tom@contoso.test' },
      outcome: 'succeeded',
      reason: 'Left in June',
      details: { batch: USER_BATCH_EXAMPLE.id, line: 1, before: true, after: false },
      hash: 'h3Yw1o5bJ0nM2k7Qe9cT4vXr8sLzA6dGfPuIiNqBxVU',
    },
  ],
  nextCursor: '42',
}

export const PROBLEM_EXAMPLE = {
  type: 'https://vestibule.example/docs/problems/consent_required',
  title: 'A permission has not been granted yet.',
  status: 403,
  detail: 'A permission has not been granted yet.',
  code: 'consent_required',
  requestId: '9d3f0c1e-6f0a-4a53-9f5e-0d6a4f1f2b7c',
  signInUrl: '/auth/login?for=3q2-7w5YcXk',
  scopes: ['User.Read.All'],
}
