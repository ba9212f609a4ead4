import { ConfigError } from '@vestibule/bff/config'
import { expect, it } from 'vitest'
import { TokenError } from './ask-authority.ts'
import { printToken } from './print-token.ts'

const OURS = {
  ENTRA_AUTHORITY: 'https://127.0.0.1:1/contoso.test/v2.0',
  ENTRA_CLIENT_ID: 'b0000000-7e57-4000-8000-000000000001',
}
const NOTHING = { DATA_DIR: 'no-such-folder', EMULATOR_PORT: '1' }

async function catchError(env: Record<string, string>, options: object = {}): Promise<unknown> {
  const output = { print: expect.fail, hint: expect.fail }
  return printToken(env, { app: false, ...options }, output).catch((error: unknown) => error)
}

it.each([
  ['the demo tenant', NOTHING, {}, /^http:\/\/127.0.0.1:1\/\S+ cannot .+ `pnpm start`\?$/],
  ['an organisation', OURS, { clientId: 'x' }, /^https:\/\/127.0.0.1:1\/contoso.test cannot be/],
])('%s that cannot be reached is told', async (_case, env, options, message) => {
  for (const app of [false, true]) {
    const error = await catchError({ CLIENT_SECRET: 'x', ...env }, { app, ...options })
    expect(error).toBeInstanceOf(TokenError)
    expect(error).toHaveProperty('message', expect.stringMatching(message))
  }
})

it.each([
  [{}, /a public client .+ --client-id/],
  [{ app: true }, /an application .+ --client-id/],
  [{ app: true, clientId: 'x' }, /CLIENT_SECRET/],
])('an organisation names its own client: %o', async (options, message) => {
  const error = await catchError(OURS, options)
  expect(error).toBeInstanceOf(TokenError)
  expect(error).toHaveProperty('message', expect.stringMatching(message))
})

it.each([
  ['half of it', { ENTRA_AUTHORITY: '' }, 'ENTRA_AUTHORITY is missing'],
  ['the other half', { ENTRA_CLIENT_ID: '' }, 'ENTRA_CLIENT_ID is missing'],
  ['no address', { ENTRA_AUTHORITY: 'contoso.test' }, 'ENTRA_AUTHORITY must be https:'],
  ['no tenant', { ENTRA_AUTHORITY: 'https://login.example/' }, 'ENTRA_AUTHORITY must be https:'],
  [
    'an address that takes secrets in clear',
    { ENTRA_AUTHORITY: 'http://login.example/contoso.test' },
    'ENTRA_AUTHORITY must be https:',
  ],
])('a configuration with %s is refused', async (_case, changes, problem) => {
  const error = await catchError({ ...OURS, ...changes })
  expect(error).toBeInstanceOf(ConfigError)
  expect(error).toHaveProperty('problems', [expect.stringContaining(problem)])
})
