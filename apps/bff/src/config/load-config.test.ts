import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'

const TENANT = 'c0a70500-7e57-4000-8000-00000000c0de'

function complete(more: Record<string, string> = {}) {
  return {
    DATA_DIR: mkdtempSync(join(tmpdir(), 'vestibule-config-')),
    ENTRA_AUTHORITY: `https://login.microsoftonline.com/${TENANT}`,
    ENTRA_CLIENT_ID: 'a0000000-7e57-4000-8000-000000000001',
    ENTRA_CLIENT_SECRET: 'secret',
    ...more,
  }
}

async function problemsOf(env: Record<string, string | undefined>): Promise<readonly string[]> {
  const error = await loadConfig(env).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ConfigError)
  return (error as ConfigError).problems
}

it('an empty environment is told all that is missing, at once', async () => {
  const problems = await problemsOf({})
  expect(problems.join('\n')).toContain('ENTRA_AUTHORITY is missing')
  expect(problems.join('\n')).toContain('ENTRA_CLIENT_ID is missing')
})

it.each([
  ['PORT', '70000'],
  ['PORT', 'three thousand'],
  ['SESSION_IDLE_MINUTES', '0'],
  ['SESSION_MAX_HOURS', '1.5'],
  ['LOG_LEVEL', 'loud'],
  ['APP_ORIGIN', 'http://vestibule.example'],
  ['APP_ORIGIN', 'https://vestibule.example/app'],
  ['APP_ORIGIN', 'vestibule.example'],
  ['WEB_ORIGIN', 'http://elsewhere.example'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://tools.example/path'],
  ['CORS_ORIGINS', 'http://tools.example'],
  ['CORS_ORIGINS', 'null'],
  ['RATE_LIMIT_PER_MINUTE', '-1'],
  ['API_ALLOWED_CLIENTS', 'nightly-job'],
  ['DATABASE_URL', 'mysql://localhost/vestibule'],
  ['ENTRA_AUTHORITY', 'http://login.microsoftonline.com/contoso.com'],
  ['ENTRA_AUTHORITY', 'https://login.microsoftonline.com/'],
  ['ENTRA_AUTHORITY', 'https://login.microsoftonline.com/contoso.com/oauth2'],
  ['ENTRA_AUTHORITY', 'https://login.microsoftonline.com/consumers'],
  ['ENTRA_ALLOWED_TENANTS', '7a1b9d0e-1111-4000-8000-000000000001'],
  ['ENTRA_AUTHORITY', 'https://user:pass@login.microsoftonline.com/contoso.com'],
  ['ENTRA_SCOPES', 'profile User.Read'],
  ['GRAPH_BASE_URL', 'http://graph.microsoft.com'],
  ['GRAPH_BASE_URL', 'graph'],
  ['SESSION_SECRETS', 'too short'],
  ['TOKEN_KEYS', 'bm90IDMyIGJ5dGVz'],
  ['SESSION_SECRETS', 'a-secret-of-thirty-two-characters-or-more'],
  ['TOKEN_KEYS', 'A'.repeat(43)],
  ['STEP_UP_MINUTES', '0'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '10.0.0.0/8/8'],
  ['ENTRA_CLIENT_CERTIFICATE_FILE', '/nowhere/certificate.pem'],
  ['MAILBOX_ALLOW_LIST', 'shared'],
  ['FEATURES', 'users, mails'],
  ['HTTPS_PROXY', 'proxy.example:3128'],
])('%s=%s is refused in a sentence that names the variable', async (name, value) => {
  const problems = await problemsOf(complete({ [name]: value }))
  expect(problems.filter((problem) => problem.includes(name))).not.toEqual([])
  for (const problem of problems) expect(problem).toMatch(/^[A-Z].*\.$/)
})

const ORGANIZATIONS = 'https://login.microsoftonline.com/organizations'

it.each([
  ['nothing', undefined, 'ENTRA_ALLOWED_TENANTS is missing'],
  ['a domain name', 'contoso.com', 'must hold tenant ids'],
  ['personal accounts', '9188040d-6c67-4c5b-b112-36a304b66dad', 'personal accounts'],
])(
  'for all organisations, a list of tenants that holds %s is refused',
  async (_what, list, said) => {
    for (const authority of [ORGANIZATIONS, 'https://login.microsoftonline.com/common/v2.0']) {
      const env = complete({
        ENTRA_AUTHORITY: authority,
        ...(list && { ENTRA_ALLOWED_TENANTS: list }),
      })
      expect(await problemsOf(env)).toEqual([expect.stringContaining(said)])
    }
  },
)

it('for all organisations, those that are listed are known by their ids, in any case', async () => {
  const env = complete({
    ENTRA_AUTHORITY: ORGANIZATIONS,
    ENTRA_ALLOWED_TENANTS: `${TENANT.toUpperCase()}, fab21ca0-7e57-4000-8000-00000000c0de`,
  })
  const { config } = await loadConfig(env)
  expect(config.authority.allowedTenants).toEqual([TENANT, 'fab21ca0-7e57-4000-8000-00000000c0de'])
})

it('an https origin without a trusted proxy is refused, since the cookie would be lost', async () => {
  const problems = await problemsOf(complete({ APP_ORIGIN: 'https://vestibule.example' }))
  expect(problems).toEqual([expect.stringContaining('TRUST_PROXY')])
})

it('production makes no secrets of its own', async () => {
  const { ENTRA_CLIENT_SECRET: _, ...env } = complete({ NODE_ENV: 'production' })
  const problems = (await problemsOf(env)).join('\n')
  for (const name of ['SESSION_SECRETS', 'TOKEN_KEYS', 'ENTRA_CLIENT_SECRET']) {
    expect(problems).toContain(name)
  }
})

it('a secret may come from a file, but not from two places', async () => {
  const { ENTRA_CLIENT_SECRET: _, ...env } = complete()
  const file = join(env.DATA_DIR, 'secret.txt')
  writeFileSync(file, 'from a file\n')
  const { secrets } = await loadConfig({ ...env, ENTRA_CLIENT_SECRET_FILE: file })
  expect(secrets.clientCredential).toEqual({ kind: 'secret', secret: 'from a file' })
  const problems = await problemsOf({ ...complete(), ENTRA_CLIENT_SECRET_FILE: file })
  expect(problems).toEqual([expect.stringContaining('ENTRA_CLIENT_SECRET_FILE')])
})

it('development secrets are made once, for their owner’s eyes alone', async () => {
  const { ENTRA_CLIENT_SECRET: _, ...env } = complete()
  const first = await loadConfig(env)
  const second = await loadConfig(env)
  expect(second.secrets.sessionSecrets).toEqual(first.secrets.sessionSecrets)
  expect(second.secrets.tokenKeys.current()).toEqual(first.secrets.tokenKeys.current())
  expect(second.secrets.clientCredential).toEqual(first.secrets.clientCredential)
  for (const name of ['secrets.json', 'client-certificate.pem']) {
    expect(statSync(join(env.DATA_DIR, name)).mode & 0o077).toBe(0)
  }
  expect(readFileSync(join(env.DATA_DIR, 'client-certificate.pem'), 'utf8')).toContain(
    'PRIVATE KEY',
  )
})

it.each([
  [`https://login.microsoftonline.com/${TENANT}`, 'https://login.microsoftonline.com', TENANT],
  [`https://login.microsoftonline.com/${TENANT}/v2.0`, 'https://login.microsoftonline.com', TENANT],
  [
    'https://login.microsoftonline.us/contoso.us/',
    'https://login.microsoftonline.us',
    'contoso.us',
  ],
  [`http://127.0.0.1:3001/${TENANT}/v2.0`, 'http://127.0.0.1:3001', TENANT],
])('the authority %s is understood', async (address, origin, tenant) => {
  const { config } = await loadConfig(complete({ ENTRA_AUTHORITY: address }))
  expect(config.authority).toEqual({ origin, tenant })
})
