import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listShippedPackages } from './list-shipped-packages.ts'
import {
  findForeignPackages,
  findLicences,
  findLooseSettings,
  findOldVersions,
} from './supply-chain-rules.ts'
import { ROOT } from './tree.ts'

const integrity = `sha512-${'A'.repeat(86)}==`

describe('a lockfile', () => {
  const good = { 'kept@1.0.0': { resolution: { integrity } } }

  it('of packages of the registry alone, each with its hash, passes', () => {
    const importers = {
      '.': { dependencies: { kept: { specifier: 'catalog:', version: '1.0.0' } } },
    }
    expect(findForeignPackages({ packages: good, importers })).toEqual([])
  })

  it.each([
    { what: 'a tarball', resolution: { integrity, tarball: 'https://a.example/a.tgz' } },
    { what: 'a repository', resolution: { type: 'git', repo: 'https://a.example', commit: 'a' } },
    { what: 'a folder', resolution: { type: 'directory', directory: '../a' } },
    { what: 'a package without a hash', resolution: {} },
    {
      what: 'a package with a weak hash',
      resolution: { integrity: 'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
    },
  ])('with $what does not', ({ resolution }) => {
    const found = findForeignPackages({ packages: { ...good, 'a@1.0.0': { resolution } } })
    expect(found).toEqual([expect.stringMatching(/^a@1\.0\.0 /)])
  })

  it.each(['git+ssh://a.example/a', 'https://a.example/a.tgz', 'github:a/a', 'file:../a'])(
    'that asks for %s does not',
    (specifier) => {
      const importers = { '.': { dependencies: { a: { specifier, version: '1.0.0' } } } }
      expect(findForeignPackages({ packages: good, importers })).toHaveLength(1)
    },
  )

  it('that names nothing does not pass for a good one', () => {
    expect(findForeignPackages({})).toHaveLength(1)
  })

  it.each([
    ['fastify@5.8.2', 'fastify@5.8.3'],
    ['@fastify/session@11.1.2', '@fastify/session@11.1.3'],
    ['@fastify/static@9.1.0', '@fastify/static@10.0.0'],
    ['undici@7.9.9', 'undici@7.18.0'],
    ['fastify@5.8.3-rc.1', 'fastify@6.0.0-rc.1'],
  ])('with %s is too old, and with %s is not', (old, mended) => {
    expect(findOldVersions({ packages: { [old]: {} } })).toHaveLength(1)
    expect(findOldVersions({ packages: { [mended]: {} } })).toEqual([])
  })
})

describe('the settings of the workspace', () => {
  const good = { minimumReleaseAge: 1440, allowBuilds: { node: true, other: false } }

  it.each([
    { what: 'that are strict pass', change: {}, count: 0 },
    {
      what: 'without an age for releases do not',
      change: { minimumReleaseAge: undefined },
      count: 1,
    },
    { what: 'with an age of an hour do not', change: { minimumReleaseAge: 60 }, count: 1 },
    {
      what: 'with an exception from it do not',
      change: { minimumReleaseAgeExclude: ['a'] },
      count: 1,
    },
    {
      what: 'that let anything build do not',
      change: { dangerouslyAllowAllBuilds: true },
      count: 1,
    },
    { what: 'that let something new build do not', change: { allowBuilds: { a: true } }, count: 1 },
  ])('$what', ({ change, count }) => {
    expect(findLooseSettings({ ...good, ...change } as object)).toHaveLength(count)
  })
})

describe('a licence', () => {
  it.each([
    { license: 'MIT', passes: true },
    { license: '(GPL-3.0-only OR MIT)', passes: true },
    { license: 'MIT AND ISC', passes: true },
    { license: 'MIT AND GPL-3.0-only', passes: false },
    { license: 'AGPL-3.0-only', passes: false },
    { license: 'SEE LICENSE IN LICENSE.md', passes: false },
    { license: undefined, passes: false },
  ])('$license passes: $passes', ({ license, passes }) => {
    expect(findLicences([{ name: 'a', version: '1.0.0', license }])).toHaveLength(passes ? 0 : 1)
  })

  it('is read of everything that goes out, however far down, and of nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vestibule-licences-'))
    const write = (path: string, manifest: object) => {
      mkdirSync(join(folder, path), { recursive: true })
      writeFileSync(join(folder, path, 'package.json'), JSON.stringify(manifest))
    }
    const dependencies = { near: '1.0.0' }
    write('app', { name: 'app', dependencies, devDependencies: { tool: '1.0.0' } })
    write('app/node_modules/tool', { name: 'tool', version: '1.0.0', license: 'GPL-3.0-only' })
    write('app/node_modules/near', {
      name: 'near',
      version: '1.0.0',
      license: 'MIT',
      dependencies: { far: '2.0.0' },
      optionalDependencies: { 'for-another-system': '1.0.0' },
    })
    write('app/node_modules/far', { name: 'far', version: '2.0.0', license: 'GPL-3.0-only' })
    const packages = listShippedPackages([join(folder, 'app')])
    rmSync(join(folder, 'app/node_modules/far'), { recursive: true })
    expect(packages.map(({ name }) => name)).toEqual(['near', 'far'])
    expect(findLicences(packages)).toEqual([expect.stringContaining('far 2.0.0')])
    expect(() => listShippedPackages([join(folder, 'app')])).toThrow('far')
    rmSync(folder, { recursive: true })
  })
})

describe.concurrent('advisories', () => {
  const describeHole = (severity: string) => ({
    id: 1,
    url: 'https://advisories.example/1',
    title: 'A hole',
    severity,
    vulnerable_versions: '<99',
    cwe: [],
    cvss: { score: 8, vectorString: null },
  })

  it.each([
    {
      what: 'a grave one of what goes out fails',
      answer: { fastify: [describeHole('critical')] },
      says: /fastify \S+ \(critical\): A hole/,
      code: 1,
    },
    {
      what: 'a small one, and a grave one of the tests, pass',
      answer: { jose: [describeHole('low')], 'axe-core': [describeHole('high')] },
      says: /^$/,
      code: 0,
    },
    {
      what: 'a registry that does not tell passes, and nobody is told that it is well',
      answer: undefined,
      says: /could not be asked/,
      code: 0,
    },
  ])('$what', { timeout: 60_000 }, async ({ answer, says, code }) => {
    const registry = createServer((_request, reply) => {
      if (answer) reply.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
      else reply.writeHead(405).end()
    }).listen(0, '127.0.0.1')
    await once(registry, 'listening')
    const { port } = registry.address() as AddressInfo
    const args = [
      join(ROOT, 'scripts/check-advisories.ts'),
      '--registry',
      `http://127.0.0.1:${port}/`,
    ]
    const ended = await new Promise<{ code: unknown; output: string }>((resolve) => {
      execFile(process.execPath, args, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, output: (stdout + stderr).trim() }),
      )
    })
    registry.close()
    expect(ended.output).toMatch(says)
    expect(ended.code).toBe(code)
  })
})
