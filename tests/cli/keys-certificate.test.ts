import { createPrivateKey, X509Certificate } from 'node:crypto'
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClientCertificate } from '@vestibule/emulator'
import { afterAll, expect, it } from 'vitest'
import { startWorld } from '../helpers/world.ts'
import { runCli } from './run-cli.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const root = mkdtempSync(join(tmpdir(), 'vestibule-cli-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const createFolder = () => mkdtempSync(join(root, 'x'))
const run = (args: string[], env: Record<string, string> = {}) =>
  runCli(['keys', 'certificate', ...args], env)

function listBlocks(file: string, label: string): string[] {
  const pattern = new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`, 'g')
  return readFileSync(file, 'utf8').match(pattern) ?? []
}

const listCertificates = (file: string) =>
  listBlocks(file, 'CERTIFICATE').map((pem) => new X509Certificate(pem))
const listKeys = (file: string) => listBlocks(file, 'PRIVATE KEY')

it('a key of 2048 bits and its certificate are made, for their owner’s eyes alone', async () => {
  const file = join(createFolder(), 'new', 'client.pem')
  await run(['--file', file, '--days', '90', '--name', 'Room, "north" = 1'])
  const [certificate] = listCertificates(file)
  const key = createPrivateKey(listKeys(file)[0] ?? '')
  expect(certificate?.checkPrivateKey(key)).toBe(true)
  expect(key.asymmetricKeyType).toBe('rsa')
  expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048)
  expect(certificate?.toLegacyObject().subject).toEqual({ CN: 'Room, "north" = 1' })
  expect(Math.round((Number(certificate?.validToDate) - Date.now()) / DAY_MS)).toBe(90)
  expect(Number(certificate?.validFromDate)).toBeLessThan(Date.now())
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(file, '..'))).toEqual(['client.pem'])
})

const EXPIRED = { notAfter: new Date(Date.now() - DAY_MS) }

/** A file as an operator may have put it together. */
async function createFile(): Promise<string> {
  const file = join(createFolder(), 'client.pem')
  const [old, good] = [
    await createClientCertificate('old', EXPIRED),
    await createClientCertificate('good'),
  ]
  writeFileSync(
    file,
    `# by hand\n${old.certificate}${good.privateKey}${old.privateKey}${good.certificate.trim()}`,
    { mode: 0o644 },
  )
  return file
}

it('the part to register and its thumbprints are printed, and never a key', async () => {
  const file = await createFile()
  const { stdout, stderr } = await run(['--file', file])
  const certificate = listCertificates(file).at(-1)
  expect(stdout).toContain(certificate?.toString().trim())
  expect(stdout).toContain(certificate?.fingerprint.replaceAll(':', ''))
  expect(stdout).toContain(certificate?.fingerprint256.replaceAll(':', ''))
  expect(stdout + stderr).not.toContain('PRIVATE KEY')
  expect(listKeys(file)).toHaveLength(3)
  for (const line of listKeys(file).flatMap((key) => key.split('\n').slice(1, -1))) {
    expect(stdout + stderr).not.toContain(line)
  }
})

it('older pairs stay, and whatever else the file holds', async () => {
  const file = await createFile()
  const before = readFileSync(file, 'utf8')
  const { stdout } = await run(['--file', file])
  expect(stdout).toMatch(/^Kept: CN=old, until \d{4}-\d\d-\d\d, SHA-1 [0-9A-F]{40}$/m)
  expect(stdout).toMatch(/^Kept: CN=good/m)
  expect(readFileSync(file, 'utf8').startsWith(`${before}\n-----BEGIN`)).toBe(true)
  expect(listCertificates(file)).toHaveLength(3)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('pairs that have expired are taken out when asked', async () => {
  const file = await createFile()
  const [oldKey = '', goodKey = ''] = [listKeys(file)[1], listKeys(file)[0]]
  const { stdout } = await run(['--file', file, '--prune'])
  expect(stdout).toMatch(/^Taken out: CN=old/m)
  expect(listCertificates(file).map(({ subject }) => subject)).toEqual(['CN=good', 'CN=Vestibule'])
  const left = readFileSync(file, 'utf8')
  expect(left).not.toContain(oldKey)
  expect(left.startsWith(`# by hand\n${goodKey}\n`)).toBe(true)
})

it('the file is the one of the server, unless another is named', async () => {
  const folder = createFolder()
  const env = { DATA_DIR: folder, ENTRA_CLIENT_CERTIFICATE_FILE: join(folder, 'given.pem') }
  await run([], env)
  await run([], { DATA_DIR: folder })
  await run(['--file', join(folder, 'named.pem')], env)
  expect(readdirSync(folder).sort()).toEqual(['client-certificate.pem', 'given.pem', 'named.pem'])
})

it('a link stays a link', async () => {
  const folder = createFolder()
  const link = join(folder, 'link.pem')
  symlinkSync('target.pem', link)
  writeFileSync(join(folder, 'target.pem'), '')
  await run(['--file', link])
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(listCertificates(join(folder, 'target.pem'))).toHaveLength(1)
})

it('whoever reads meanwhile sees the file of before or the whole new one', async () => {
  const file = join(createFolder(), 'client.pem')
  await run(['--file', file])
  const seen = new Set<string>()
  let isRunning = true
  const reading = (async () => {
    while (isRunning) {
      seen.add(readFileSync(file, 'utf8'))
      await new Promise(setImmediate)
    }
  })()
  await run(['--file', file])
  isRunning = false
  await reading
  seen.add(readFileSync(file, 'utf8'))
  const counts = [...seen].map((text) => text.match(/-----END CERTIFICATE-----/g)?.length)
  expect(counts).toEqual([1, 2])
})

it.each([
  ['half a pair', '-----BEGIN PRIVATE KEY-----\nMIIE'],
  ['something else', 'dear diary'],
])('a file with %s is told in a sentence, and left as it was', async (_case, text) => {
  const file = join(createFolder(), 'client.pem')
  writeFileSync(file, text)
  await expect(run(['--file', file])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^There is a file .+client\.pem, which .+\.\n$/),
  })
  expect(readFileSync(file, 'utf8')).toBe(text)
})

it.each([
  ['--days', '0'],
  ['--days', 'soon'],
  ['--name', 'x'.repeat(65)],
])('%s %s is refused, and nothing made', async (...args) => {
  const folder = createFolder()
  const failed = run(['--file', join(folder, 'client.pem'), ...args])
  await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/must/) })
  expect(readdirSync(folder)).toEqual([])
})

it('a server that runs goes over to the new certificate without a restart or a failed sign-in', async () => {
  const file = join(createFolder(), 'client.pem')
  await run(['--file', file, '--days', '30'])
  await using world = await startWorld({
    env: { ENTRA_CLIENT_SECRET: '', ENTRA_CLIENT_CERTIFICATE_FILE: file },
  })
  const { emulator, context } = world
  const [older] = listCertificates(file).map(String)
  emulator.addClientCertificate(emulator.webClientId, older ?? '')
  const signIn = async () => {
    const { headers } = await world.visit().signIn('Max Member')
    expect(new URL(String(headers.location)).pathname).toBe('/')
  }
  await signIn()
  await run(['--file', file])
  await signIn()
  const newer = listCertificates(file).at(-1)
  emulator.addClientCertificate(emulator.webClientId, String(newer))
  emulator.removeClientCertificate(emulator.webClientId, older ?? '')
  await signIn()
  expect(context.clientCredential.describe()).toMatchObject({
    notAfter: newer?.validToDate,
    state: 'ok',
  })
})
