import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { ensureAdhocCertificate } from './config/adhoc-certificate.ts'
import { readTlsPair, type TlsPair } from './config/tls-pair.ts'
import { watchTls } from './tls-watch.ts'

it('a pair that is not usable changes nothing and is told once; one that is gets taken over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-tls-'))
  const make = async (name: string) => {
    const at = (end: string) => join(folder, `${name}.${end}`)
    const pairFile = at('pem')
    await ensureAdhocCertificate({ caFile: at('ca'), pairFile }, 'localhost')
    return pairFile
  }
  const [inUse, next] = [await make('in-use'), await make('next')]
  const files = { certFile: inUse, keyFile: inUse }
  const looks = vi.fn(async () => readTlsPair(files))
  const log: string[] = []
  const used: TlsPair[] = []
  using _watch = watchTls({
    tls: { pair: readTlsPair(files), files: [inUse], read: looks },
    use: (pair) => used.push(pair),
    log: {
      info: (_facts, message) => log.push(message),
      warn: (_facts, message) => log.push(message),
    },
    everyMs: 10,
  })
  const lookAgain = () => {
    const { length } = looks.mock.calls
    return vi.waitFor(() => expect(looks.mock.calls.length).toBeGreaterThan(length + 2))
  }
  await lookAgain()
  expect([used, log]).toEqual([[], []])

  writeFileSync(inUse, 'half of a file')
  await lookAgain()
  expect(used).toEqual([])
  expect(log).toEqual(['the server’s certificate is not usable: the one before stays'])

  copyFileSync(next, inUse)
  await vi.waitFor(() => expect(used).toEqual([readTlsPair({ certFile: next, keyFile: next })]))
  expect(log.slice(1)).toEqual(['the server’s certificate has changed'])
})
