import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCertificatePairs } from './certificate-pairs.ts'
import { createSamplePem } from './certificate-sample.ts'
import { createClientCredential } from './client-credential.ts'
import { watchClientCredential } from './client-credential-watch.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const PATIENCE = { timeout: 10_000, interval: 20 }
const NEVER_MS = 3_600_000

const folder = mkdtempSync(join(tmpdir(), 'vestibule-watch-'))
let [first, second] = ['', '']
beforeAll(async () => {
  first = await createSamplePem(100)
  second = await createSamplePem(200)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const thumbprint = (pem: string) => parseCertificatePairs(pem)[0].thumbprint

/** A file of its own in a folder of its own, and what is made of it. */
function start({ file = toFile(), everyMs = NEVER_MS, days = 0 } = {}) {
  const state = { now: new Date(Date.now() + days * DAY_MS) }
  const now = () => state.now
  const read = () => ({ kind: 'certificate' as const, pem: readFileSync(file, 'utf8'), file })
  const credential = createClientCredential({ initial: read(), read, now })
  const lines: string[] = []
  const say = (level: string) => (_facts: object, message: string) =>
    void lines.push(`${level}: ${message}`)
  const log = { info: say('info'), warn: say('warn') }
  const watch = watchClientCredential({ credential, log, now, everyMs })
  return {
    file,
    state,
    credential,
    lines,
    inUse: () => (credential.describe() as { thumbprint: string }).thumbprint,
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  }
}

function toFile(): string {
  const file = join(mkdtempSync(join(folder, 'x')), 'client.pem')
  writeFileSync(file, first)
  return file
}

describe('a file that changes is taken over, without a request and without a restart', () => {
  it('when another is renamed to it', async () => {
    using watched = start()
    writeFileSync(`${watched.file}.new`, second)
    renameSync(`${watched.file}.new`, watched.file)
    await expect.poll(watched.inUse, PATIENCE).toBe(thumbprint(second))
    expect(watched.lines).toEqual(['info: the client credential has changed'])
  })

  it('when it is written in place, once it is whole', async () => {
    using watched = start()
    writeFileSync(watched.file, second.slice(0, second.length / 2))
    await expect.poll(() => watched.lines.length, PATIENCE).toBe(1)
    expect(watched.inUse()).toBe(thumbprint(first))
    writeFileSync(watched.file, second)
    await expect.poll(watched.inUse, PATIENCE).toBe(thumbprint(second))
  })

  it('when a link beside it is renamed, as Kubernetes does', async () => {
    const mount = mkdtempSync(join(folder, 'mount'))
    for (const [name, pem] of [
      ['..one', first],
      ['..two', second],
    ] as const) {
      mkdirSync(join(mount, name))
      writeFileSync(join(mount, name, 'client.pem'), pem)
    }
    symlinkSync('..one', join(mount, '..data'))
    symlinkSync('..data/client.pem', join(mount, 'client.pem'))
    using watched = start({ file: join(mount, 'client.pem') })
    symlinkSync('..two', join(mount, '..data_tmp'))
    renameSync(join(mount, '..data_tmp'), join(mount, '..data'))
    await expect.poll(watched.inUse, PATIENCE).toBe(thumbprint(second))
  })

  it('when nobody tells of it, since a link leads to another folder', async () => {
    const [elsewhere, here] = [toFile(), join(mkdtempSync(join(folder, 'x')), 'link.pem')]
    symlinkSync(elsewhere, here)
    using watched = start({ file: here, everyMs: 20 })
    writeFileSync(`${elsewhere}.new`, second)
    renameSync(`${elsewhere}.new`, elsewhere)
    await expect.poll(watched.inUse, PATIENCE).toBe(thumbprint(second))
  })

  it('when its folder was gone for a while', async () => {
    using watched = start({ everyMs: 20 })
    const before = join(watched.file, '..')
    renameSync(before, `${before}-gone`)
    await expect.poll(() => watched.lines.length, PATIENCE).toBe(1)
    mkdirSync(before)
    writeFileSync(watched.file, second)
    await expect.poll(watched.inUse, PATIENCE).toBe(thumbprint(second))
  })
})

it.each([
  ['half a pair', () => first.slice(0, 700)],
  ['nothing', () => ''],
  ['something else', () => 'not a certificate'],
])('a file with %s keeps the pairs of before, and is told once', async (_case, toText) => {
  using watched = start({ everyMs: 10 })
  writeFileSync(watched.file, toText())
  await expect.poll(() => watched.lines.length, PATIENCE).toBe(1)
  const reads = () => watched.credential.reload()
  for (let count = 0; count < 5; count += 1) expect(reads).toThrow()
  // The next word is that it is whole again: until then nothing was repeated.
  writeFileSync(watched.file, second)
  await expect.poll(watched.inUse, PATIENCE).toBe(thumbprint(second))
  expect(watched.lines).toEqual([
    'warn: the client credential cannot be read again: the one before stays',
    'info: the client credential has changed',
  ])
})

describe('how long the certificate in use lasts', () => {
  it.each([
    [0, 'ok', 99],
    [69, 'ok', 30],
    [70, 'expiring', 29],
    [99, 'expiring', 0],
    [100, 'expired', 0],
    [400, 'expired', 0],
  ])('%i days into its hundred it is %s, with %i days left', (days, state, daysLeft) => {
    using watched = start({ days })
    expect(watched.credential.describe()).toEqual({
      kind: 'certificate',
      thumbprint: thumbprint(first),
      notAfter: parseCertificatePairs(first)[0].notAfter,
      daysLeft,
      state,
    })
  })

  it('is told at the start and once a day, and no more with a longer one', async () => {
    using watched = start({ days: 80, everyMs: 5 })
    const soon = 'warn: the client certificate expires soon'
    expect(watched.lines).toEqual([soon])
    const passDays = (days: number) => {
      watched.state.now = new Date(watched.state.now.getTime() + days * DAY_MS)
    }
    passDays(0.9)
    passDays(0.1)
    await expect.poll(() => watched.lines, PATIENCE).toEqual([soon, soon])
    passDays(30)
    const expired = 'warn: the client certificate has expired'
    await expect.poll(() => watched.lines, PATIENCE).toEqual([soon, soon, expired])
    writeFileSync(watched.file, second)
    const changed = 'info: the client credential has changed'
    await expect.poll(() => watched.lines, PATIENCE).toEqual([soon, soon, expired, changed])
    passDays(2)
    await expect.poll(() => watched.credential.describe(), PATIENCE).toMatchObject({ state: 'ok' })
    expect(watched.lines).toHaveLength(4)
  })

  it('is not known of a secret', () => {
    const initial = { kind: 'secret' as const, secret: 'secret' }
    const credential = createClientCredential({
      initial,
      read: () => initial,
      now: () => new Date(),
    })
    expect(credential.describe()).toEqual({ kind: 'secret' })
    expect(credential.file).toBeUndefined()
  })
})
