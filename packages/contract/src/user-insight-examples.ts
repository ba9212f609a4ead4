const AT = '2026-11-22T09:40:00.000Z'

export const USERS_SUMMARY_EXAMPLE = {
  total: 2006,
  enabled: 1893,
  disabled: 113,
  guests: 97,
  synced: 211,
  departments: [
    { department: 'Engineering', enabled: 412, disabled: 23 },
    { department: 'Sales', enabled: 301, disabled: 17 },
    { department: null, enabled: 58, disabled: 4 },
  ],
  source: 'mirror',
  asOf: AT,
}

export const USER_NEIGHBOURS_EXAMPLE = {
  position: 17,
  total: 272,
  previousId: '7b1f0f60-3c1f-4d8e-9a55-2f6f0a4de011',
  nextId: '0d4f8a52-77a2-4b7e-8c1d-5b0e6a9c3f44',
}

export const USER_MEMBERSHIPS_EXAMPLE = {
  groups: [{ id: '5a0b7c1e-94d2-4c3a-b1f8-6e2d9f0a7b35', displayName: 'Teachers' }],
  directoryRoles: [
    { id: 'fe930be7-5e62-47db-91af-98c3a49a38b1', displayName: 'User Administrator' },
  ],
  licenses: [
    { skuId: '94763226-9b3c-4e75-a931-5c89701abe66', skuPartNumber: 'STANDARDWOFFPACK_FACULTY' },
  ],
  isComplete: true,
}

export const SIGN_IN_ACTIVITY_EXAMPLE = {
  lastSignInAt: '2026-11-20T08:12:31.000Z',
  lastNonInteractiveSignInAt: '2026-11-22T07:55:02.000Z',
}
