import { Configuration, customFetch } from 'openid-client'
import { expect, it } from 'vitest'
import type { Authority } from './authority.ts'
import { AuthorityPauseError, findPause, withPauses } from './authority-pause.ts'

const TOKEN = 'https://login.example/one/token'

/** An authority that answers each request for tokens with the next of these, and then with 200. */
function createAuthority(answers: Record<string, (number | string)[]>) {
  const state = { asked: 0, waited: [] as number[], nowMs: 0 }
  const authority = {
    async getConfiguration() {
      const configuration = new Configuration({ issuer: 'https://login.example' }, 'app')
      configuration[customFetch] = async (address) => {
        state.asked += 1
        const [status, retryAfter] = answers[address]?.splice(0, 2) ?? []
        const headers: Record<string, string> =
          retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
        return new Response('{}', { status: Number(status ?? 200), headers })
      }
      return configuration
    },
  } as unknown as Authority
  const patient = withPauses(authority, {
    now: () => new Date(state.nowMs),
    wait: async (ms) => void state.waited.push(ms),
  })
  return {
    state,
    async ask(grantType: string, address = TOKEN) {
      const send = (await patient.getConfiguration())[customFetch]
      const body = new URLSearchParams({ grant_type: grantType })
      const options = { body, headers: {}, method: 'POST', redirect: 'manual' as const }
      return send?.(address, options).then(
        ({ status }) => status,
        (error: AuthorityPauseError) => error,
      )
    },
  }
}

it.each([
  [0, [0], 200],
  [4.2, [5000], 200],
  [5, [5000], 200],
  [6, [], new AuthorityPauseError(6)],
])('a sign-in waits for %d s, if at all, and asks once more', async (seconds, waited, outcome) => {
  const { state, ask } = createAuthority({ [TOKEN]: [503, seconds] })
  expect(await ask('authorization_code')).toEqual(outcome)
  expect(state).toMatchObject({ waited, asked: 1 + waited.length })
})

it('a pause is kept to by all that nobody has just clicked for, at that endpoint, and five minutes at most', async () => {
  const other = 'https://login.example/other/token'
  const { state, ask } = createAuthority({ [TOKEN]: [429, 2, 429, 86_400] })
  expect(await ask('refresh_token')).toEqual(new AuthorityPauseError(2))
  state.nowMs = 1500
  expect(await ask('client_credentials')).toEqual(new AuthorityPauseError(1))
  expect(await ask('refresh_token', other)).toBe(200)
  state.nowMs = 2000
  expect(await ask('refresh_token')).toEqual(new AuthorityPauseError(300))
  state.nowMs += 299_000
  expect(await ask('refresh_token')).toEqual(new AuthorityPauseError(1))
  expect(await ask('authorization_code')).toBe(200)
  state.nowMs += 1000
  expect(await ask('refresh_token')).toBe(200)
  expect(state).toMatchObject({ asked: 5, waited: [] })
})

it('a pause is found however deep it lies', () => {
  const pause = new AuthorityPauseError(3)
  const outer = new Error('outer', { cause: new Error('inner', { cause: pause }) })
  expect(findPause(outer)).toBe(pause)
  expect(findPause(new Error('another'))).toBeUndefined()
})
