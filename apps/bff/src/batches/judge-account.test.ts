import type { Account } from '@vestibule/graph'
import { expect, it } from 'vitest'
import { judgeAccount, type Rules } from './judge-account.ts'

const ENABLED: Account = {
  id: 'id-1',
  userPrincipalName: 'One@Contoso.test',
  accountEnabled: true,
  onPremisesSyncEnabled: null,
}
const DISABLED = { ...ENABLED, accountEnabled: false }
const SYNCED = { ...ENABLED, onPremisesSyncEnabled: true }
const FIRST = { stage: 'pending', before: null, expected: null } as const
/** A change was asked for, and no answer came. */
const BEGUN = { stage: 'writing', before: true, expected: null } as const
const RULES: Rules = {
  ownId: 'own',
  protectedAccounts: new Set(),
  administrators: new Set(['own', 'other']),
}
const done = (outcome: string, code: string | null = null) => ({ kind: 'done', outcome, code })
const change = (to: boolean, isSynced = false) => ({ kind: 'change', to, isSynced })

it.each([
  ['whoever is looked at', 'query', FIRST, ENABLED, {}, done('succeeded')],
  ['oneself, looked at', 'query', FIRST, ENABLED, { ownId: 'id-1' }, done('succeeded')],
  ['an enabled account', 'disable', FIRST, ENABLED, {}, change(false)],
  ['a disabled account', 'disable', FIRST, DISABLED, {}, done('unchanged')],
  ['a synced account', 'disable', FIRST, SYNCED, {}, change(false, true)],
  ['a disabled account', 'enable', FIRST, DISABLED, {}, change(true)],
  ['an enabled account', 'enable', FIRST, ENABLED, {}, done('unchanged')],
  ['oneself', 'disable', FIRST, ENABLED, { ownId: 'id-1' }, done('refused', 'yourself')],
  ['oneself', 'enable', FIRST, DISABLED, { ownId: 'id-1' }, change(true)],
  [
    'a protected id',
    'disable',
    FIRST,
    ENABLED,
    { protectedAccounts: new Set(['id-1']) },
    done('refused', 'protected'),
  ],
  [
    'a protected name, in any case',
    'disable',
    FIRST,
    ENABLED,
    { protectedAccounts: new Set(['one@contoso.test']) },
    done('refused', 'protected'),
  ],
  [
    'a protected account',
    'enable',
    FIRST,
    DISABLED,
    { protectedAccounts: new Set(['id-1']) },
    change(true),
  ],
  [
    'the last administrator',
    'disable',
    FIRST,
    ENABLED,
    { administrators: new Set(['id-1']) },
    done('refused', 'last_administrator'),
  ],
  [
    'one administrator of two',
    'disable',
    FIRST,
    ENABLED,
    { administrators: new Set(['id-1', 'own']) },
    change(false),
  ],
  [
    'somebody else than the last administrator',
    'disable',
    FIRST,
    ENABLED,
    { administrators: new Set(['own']) },
    change(false),
  ],
  ['a change that was made', 'disable', BEGUN, DISABLED, {}, done('succeeded')],
  [
    'a change that was made to a synced account',
    'disable',
    BEGUN,
    { ...SYNCED, accountEnabled: false },
    {},
    done('willBeReverted', 'synced_from_ad'),
  ],
  ['a change that was not made', 'disable', BEGUN, ENABLED, {}, change(false)],
  [
    'a change that was made, back',
    'enable',
    { ...BEGUN, before: false },
    ENABLED,
    {},
    done('succeeded'),
  ],
  ['what is as it was left', 'enable', { ...FIRST, expected: false }, DISABLED, {}, change(true)],
  [
    'what was changed since',
    'enable',
    { ...FIRST, expected: false },
    ENABLED,
    {},
    done('unchanged', 'changed_since'),
  ],
  [
    'what was changed since',
    'disable',
    { ...FIRST, expected: true },
    DISABLED,
    {},
    done('unchanged', 'changed_since'),
  ],
  [
    'an undo whose answer was lost',
    'enable',
    { ...BEGUN, before: false, expected: false },
    ENABLED,
    {},
    done('succeeded'),
  ],
] as const)('%s, to %s: %#', (_what, action, item, account, rules, expected) => {
  expect(judgeAccount({ action }, item, account, { ...RULES, ...rules })).toEqual(expected)
})
