import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { daemonClientId, publicClientId, webClientId } from '../conformance/api-driver.ts'
import { approveDevice, openDeviceQuestion, press } from '../conformance/device-driver.ts'
import { createClient } from '../helpers/bearer.ts'
import { createBrowser } from '../helpers/sign-in-driver.ts'
import { startWorld, type World } from '../helpers/world.ts'
import { runCli } from './run-cli.ts'

const MAIN = join(import.meta.dirname, '../../apps/cli/src/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'vestibule-token-'))
let world: World
/** What a person who tries the API knows of the server. */
let known: Record<string, string>
beforeAll(async () => {
  world = await startWorld()
  const { ENTRA_AUTHORITY = '', ENTRA_CLIENT_ID = '' } = world.env
  known = { ENTRA_AUTHORITY, ENTRA_CLIENT_ID, DATA_DIR: folder }
})
beforeEach(() => world.emulator.settings({ deviceCodeIntervalSeconds: 0.01 }))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await world[Symbol.asyncDispose]()
})

/** Runs `pnpm cli token` for a person, who does something with the code they are shown. */
async function runForPerson(answer: (userCode: string) => unknown) {
  const child = execFile(process.execPath, [MAIN, 'token'], {
    env: { PATH: process.env.PATH, ...known },
  })
  let [stdout, stderr, isAnswered] = ['', '', false]
  child.stdout?.on('data', (part) => {
    stdout += part
  })
  child.stderr?.on('data', (part) => {
    stderr += part
    const [, address, userCode = ''] = /Open (\S+) and type (\S+),/.exec(stderr) ?? []
    if (!address || isAnswered) return
    isAnswered = true
    expect(address).toBe(`${world.emulator.url}/devicelogin`)
    void answer(userCode)
  })
  const [code] = await once(child, 'close')
  return { stdout, stderr, code }
}

const approveAs = (person: string) => (userCode: string) =>
  approveDevice(world.emulator, userCode, { person })

describe('for a person', () => {
  it('the token alone is on stdout, and the API takes it', async () => {
    const { stdout, stderr, code } = await runForPerson(approveAs('Ada Admin'))
    expect({ stderr, code }).toEqual({
      stderr: expect.stringMatching(
        /^Open \S+ and type \w+, within 15 minutes\.\nThe token is good for 60 minutes\.\n$/,
      ),
      code: 0,
    })
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
    expect(decodeJwt(stdout)).toMatchObject({ azp: publicClientId, scp: 'access_as_user' })
    const reply = await createClient(world.app, stdout.trim()).get('/api/me')
    expect(reply.json()).toMatchObject({ displayName: 'Ada Admin', kind: 'entra' })
  })

  it('a sign-in that is declined, and one that nobody makes, are told, with status 1', async () => {
    const declining = runForPerson(async (userCode) => {
      const browser = createBrowser()
      const visitor = { person: 'Sara Student', browser }
      const question = await openDeviceQuestion(world.emulator, userCode, visitor)
      await press(browser, question, 'Cancel')
    })
    const waiting = runForPerson(() => declining.then(() => world.emulator.advanceClock(901)))
    const [declined, expired] = [await declining, await waiting]
    expect(declined).toMatchObject({ stdout: '', code: 1 })
    expect(declined.stderr).toMatch(/\nThe sign-in was declined\.\n$/)
    expect(expired).toMatchObject({ stdout: '', code: 1 })
    expect(expired.stderr).toMatch(
      /\nNobody signed in before the code ran out\. Ask for another\.\n$/,
    )
  })
})

const run = (args: string[], env: Record<string, string> = known) => runCli(['token', ...args], env)

describe('for an application', () => {
  it('of the demo tenant the token has its app roles, and the API takes it', async () => {
    const { port } = new URL(world.emulator.url)
    const { stdout } = await run(['--app'], { DATA_DIR: folder, EMULATOR_PORT: port })
    expect(decodeJwt(stdout)).toMatchObject({
      aud: webClientId,
      azp: daemonClientId,
      roles: expect.arrayContaining(['Directory.Read', 'Batches.Write']),
    })
    const reply = await createClient(world.app, stdout.trim()).get('/api/me')
    expect(reply.json()).toMatchObject({ kind: 'app' })
  })

  it('another one is named, and a demo tenant that left its address in DATA_DIR is found', async () => {
    const { DATA_DIR = '', ...variables } = known
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
    writeFileSync(join(DATA_DIR, 'demo.env'), lines.join(''))
    const { stdout } = await run(
      ['--app', '--client-id', webClientId, '--scope', 'https://graph.microsoft.com/.default'],
      { DATA_DIR, EMULATOR_PORT: '1', CLIENT_SECRET: 'demo-web-secret' },
    )
    expect(decodeJwt(stdout)).toMatchObject({
      aud: 'https://graph.microsoft.com',
      appid: webClientId,
    })
  })

  it('what the tenant says against it is told without the secret, with status 1', async () => {
    const failed = run(['--app'], { ...known, CLIENT_SECRET: 'wrong-by-one-letter' })
    const { code, stdout, stderr } = await failed.catch((error) => error)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^AADSTS7000215: [^\n]+\n$/)
    expect(stderr).not.toContain('by-one')
  })
})
