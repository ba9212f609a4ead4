import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runDoctor } from '@vestibule/cli/doctor'
import type { Setup } from '@vestibule/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approveDevice } from '../conformance/device-driver.ts'
import { startWorld, type World } from '../helpers/world.ts'
import { runCli } from './run-cli.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
  // Somebody has signed in, so that the database holds what the keys must fit.
  await world.signIn()
})
beforeEach(() => {
  world.emulator.clearFaults()
  world.emulator.reset()
  world.emulator.settings({ deviceCodeIntervalSeconds: 0.01 })
})
afterAll(() => world[Symbol.asyncDispose]())

interface Report extends Setup {
  verdict: string
  problems: string[]
}

interface Told {
  code: number
  report: Report
}

/** Runs it as an operator does, who signs in as `person` where one is wanted. */
async function examine(changes: Record<string, string> = {}, person?: string): Promise<Told> {
  let printed = ''
  const env = { ...world.env, ...changes }
  const code = await runDoctor(
    env,
    { signIn: person !== undefined, json: true },
    {
      print(text) {
        printed += text
      },
      hint(line) {
        const [, userCode = ''] = /and type (\S+),/.exec(line) ?? []
        void approveDevice(world.emulator, userCode, { person: person ?? '' })
      },
    },
  )
  return { code, report: JSON.parse(printed) }
}

const listPermissions = ({ features }: Report) => features.flatMap((one) => one.permissions)
const findCheck = ({ checks }: Report, id: string) => checks.find((check) => check.id === id)

describe('doctor', () => {
  it('is content only when each permission and each check was proved by a call: 0', async () => {
    const { code, report } = await examine({}, 'Ada Admin')
    expect(report.checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'authority passed',
      'clock passed',
      'credential passed',
      'redirect_uris passed',
      'database passed',
      'proxy passed',
    ])
    const probes = listPermissions(report).map(({ probe }) => probe.outcome)
    expect(probes.length).toBeGreaterThan(15)
    expect(new Set(probes)).toEqual(new Set(['passed']))
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'proven' })
  })

  it('calls nothing green that it did not see: without a person, 2', async () => {
    const { code, report } = await examine()
    expect({ code, verdict: report.verdict }).toEqual({ code: 2, verdict: 'unproven' })
    const outcomes = (kind: string) =>
      new Set(
        listPermissions(report)
          .filter((one) => one.kind === kind)
          .map(({ probe, provenAt }) => `${probe.outcome} ${provenAt !== null}`),
      )
    expect(outcomes('delegated')).toEqual(new Set(['unavailable false']))
    expect(outcomes('application')).toEqual(new Set(['passed true']))
  })

  it.each([
    { permission: 'Mail.Read', kind: 'application', feature: 'mail' },
    { permission: 'Group.Read.All', kind: 'delegated', feature: 'groups' },
    { permission: 'Files.Read.All', kind: 'delegated', feature: 'groups' },
    { permission: 'Group-Conversation.Read.All', kind: 'delegated', feature: 'groups' },
  ])('fails where $permission is requested and not consented to: 1', async (row) => {
    const { permission, kind, feature } = row
    world.emulator.withdrawConsent({ permissions: [permission] })
    const { code, report } = await examine(
      { FEATURES: feature },
      kind === 'delegated' ? 'Ada Admin' : undefined,
    )
    expect({ code, verdict: report.verdict }).toEqual({ code: 1, verdict: 'failed' })
    const missing = listPermissions(report).filter(({ probe }) => probe.outcome === 'missing')
    expect(missing).toEqual([
      expect.objectContaining({ name: permission, kind, isConsented: false, provenAt: null }),
    ])
  })

  it('looks at chosen features alone', async () => {
    world.emulator.withdrawConsent({ permissions: ['Mail.Read'] })
    const { code, report } = await examine({ FEATURES: 'users' }, 'Ada Admin')
    expect(report.features.map(({ id }) => id)).toEqual(['profile', 'users'])
    expect(code).toBe(0)
  })

  it.each([
    {
      what: 'a redirect URI is not registered',
      changes: { APP_ORIGIN: 'http://127.0.0.1:3000' },
      check: {
        id: 'redirect_uris',
        outcome: 'failed',
        reason: 'redirect_uri_unregistered',
        subject: expect.stringContaining('http://127.0.0.1:3000/auth/callback'),
      },
    },
    {
      what: 'the credential is refused',
      changes: { ENTRA_CLIENT_SECRET: 'another-secret-than-the-one' },
      check: {
        id: 'credential',
        outcome: 'failed',
        reason: 'credential_refused',
        subject: 'AADSTS7000215',
      },
    },
    {
      what: 'the keys are not those of the database',
      changes: {
        TOKEN_KEYS: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url'),
      },
      check: { id: 'database', outcome: 'failed', reason: 'database_keys_differ', subject: null },
    },
    {
      what: 'the database cannot be opened',
      changes: { DATABASE_URL: 'postgres://nobody:hidden-word@127.0.0.1:1/none' },
      check: {
        id: 'database',
        outcome: 'failed',
        reason: 'database_unreachable',
        subject: expect.not.stringContaining('hidden-word'),
      },
    },
  ])('says which check fails when $what: 1', async ({ changes, check }) => {
    const { code, report } = await examine(changes)
    expect(findCheck(report, check.id)).toEqual(check)
    expect(code).toBe(1)
  })

  it('does not call failed what nobody can say: an authority that is away, 2', async () => {
    const away = 'http://127.0.0.1:1/c0a70500-7e57-4000-8000-00000000c0de'
    const { code, report } = await examine({ ENTRA_AUTHORITY: away })
    expect(findCheck(report, 'authority')).toMatchObject({ outcome: 'unavailable' })
    expect(code).toBe(2)
  })

  it('changes nothing: a database that is not there is not made', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vestibule-doctor-'))
    const { report } = await examine({ DATA_DIR: folder })
    expect(findCheck(report, 'database')).toMatchObject({ reason: 'database_new' })
    expect(existsSync(join(folder, 'vestibule.db'))).toBe(false)
    rmSync(folder, { recursive: true, force: true })
  })

  it('tells a configuration that is wrong by its sentences: 1', async () => {
    const { code, report } = await examine({ PORT: 'many', ENTRA_CLIENT_ID: '' })
    expect(code).toBe(1)
    expect(report.problems).toEqual([
      expect.stringContaining('PORT must be'),
      expect.stringContaining('ENTRA_CLIENT_ID is missing'),
    ])
  })
})

it('pnpm cli doctor tells a person cause and fix, and a program by its exit code', async () => {
  world.emulator.withdrawConsent({ permissions: ['Mail.Read'] })
  const env = { ...world.env, HTTPS_PROXY: 'http://user:hidden-word@127.0.0.1:1' }
  const ended = await runCli(['doctor'], env).catch((error: unknown) => error)
  expect(ended).toMatchObject({ code: 1, stderr: '' })
  const { stdout } = ended as { stdout: string }
  expect(stdout).toContain('✓ Redirect URIs')
  expect(stdout).toMatch(/✗ Proxy\n +Cause: Nothing answers at the proxy 127\.0\.0\.1:1\.\n +Fix: /)
  expect(stdout).toMatch(/✗ Mail\.Read \(application\): .*not consented.*\n +Cause: .+\n +Fix: /)
  expect(stdout).toContain('Something does not work')
  expect(stdout).toContain('run this with --sign-in')
  expect(stdout).not.toContain('hidden-word')
})
