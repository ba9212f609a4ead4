import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { FEATURE_IDS, type FeatureId } from '@vestibule/contract'
import type { Env } from './env.ts'
import { type ApiConfig, readApi } from './read-api.ts'
import { type AuthorityAddress, readAuthority } from './read-authority.ts'
import { readTlsChoice, type TlsChoice } from './read-tls.ts'

import { isLoopback, readInteger, readOneOf, readOrigin, readUrl } from './read-value.ts'

/** All that is not secret. Frozen; safe to log. */
export interface AppConfig {
  host: string
  port: number
  /** Where figures for Prometheus are read, on the same host; undefined for nowhere. */
  metricsPort: number | undefined
  /** Where people and the authority find us, such as `https://vestibule.example`. */
  appOrigin: string
  /** Where the SPA is served; `appOrigin` unless it lives apart. */
  webOrigin: string
  dataDir: string
  isProduction: boolean
  logLevel: (typeof LOG_LEVELS)[number]
  trustProxy: string[] | false
  tls: TlsChoice
  authority: AuthorityAddress
  clientId: string
  /** Asked for at sign-in. Whatever else is needed is asked for when it is first needed. */
  scopes: string[]
  /** How the authority hands its answer over: in the address, or in a form that the browser posts. */
  responseMode: (typeof RESPONSE_MODES)[number]
  api: ApiConfig
  graph: {
    baseUrl: string
    /** The name of the resource its tokens are for. */
    resource: string
  }
  session: {
    idleMinutes: number
    maxHours: number
    /** How long a local sign-in lasts that the person wants remembered. */
    rememberDays: number
  }
  /** How old the last proof of who a person is may be when they do something grave. */
  stepUpMinutes: number
  batches: {
    maxItems: number
    /** Object ids and user principal names that nobody disables from here. */
    protectedAccounts: string[]
  }
  /** Whose mailboxes may be opened, by object id, user principal name or address; undefined for all. */
  mailboxes: string[] | undefined
  /** The parts that are there: what was not chosen has no route and is asked no permission for. */
  /** How old what is kept of a directory may become; 0 keeps nothing of it. */
  mirrorRefreshSeconds: number
  features: ReadonlySet<FeatureId>
  /** How many requests a caller may make in a minute; 0 for as many as they like. */
  rateLimitPerMinute: number
  /** Who may register a local account: anybody, anybody who reads the address's mail, or nobody. */
  registration: (typeof REGISTRATIONS)[number]
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const RESPONSE_MODES = ['query', 'form_post'] as const
const REGISTRATIONS = ['open', 'verify', 'off'] as const
const DEFAULT_SCOPES = 'openid profile email offline_access User.Read'

/** Fills in defaults and checks values one by one and against each other. */
export function envToConfig(env: Env): { config: AppConfig; problems: string[] } {
  const problems: string[] = []
  const port = readInteger(env, 'PORT', { default: 3000, min: 1, max: 65_535 }, problems)
  const tls = readTlsChoice(env, problems)
  const scheme = tls === 'off' ? 'http' : 'https'
  const appOrigin = readOrigin(env, 'APP_ORIGIN', `${scheme}://localhost:${port}`, problems)
  const dataDir = resolve(env.DATA_DIR ?? '.data')
  const scopes = (env.ENTRA_SCOPES ?? DEFAULT_SCOPES).split(/[\s,]+/)
  if (!scopes.includes('openid')) {
    problems.push('ENTRA_SCOPES must contain openid, or there is no ID token to sign in with.')
  }
  if (!env.ENTRA_CLIENT_ID) {
    problems.push('ENTRA_CLIENT_ID is missing: the application (client) id of the registration.')
  }

  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    problems.push(
      'NODE_TLS_REJECT_UNAUTHORIZED must not be 0: anybody on the way could take the tokens. ' +
        'Name a private authority in NODE_EXTRA_CA_CERTS instead.',
    )
  }

  const features = readFeatures(env, problems)
  const config: AppConfig = {
    host: env.HOST ?? '127.0.0.1',
    port,
    metricsPort: readMetricsPort(env, port, problems),
    appOrigin,
    webOrigin: readOrigin(env, 'WEB_ORIGIN', appOrigin, problems),
    dataDir,
    isProduction: env.NODE_ENV === 'production',
    logLevel: readOneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info', problems),
    trustProxy: readTrustProxy(env, problems),
    tls,
    authority: readAuthority(env, problems),
    clientId: env.ENTRA_CLIENT_ID ?? '',
    scopes,
    responseMode: readOneOf(env, 'ENTRA_RESPONSE_MODE', RESPONSE_MODES, 'query', problems),
    api: readApi(env, env.ENTRA_CLIENT_ID ?? '', problems),
    graph: readGraph(env, problems),
    session: {
      idleMinutes: readInteger(
        env,
        'SESSION_IDLE_MINUTES',
        { default: 30, min: 1, max: 1440 },
        problems,
      ),
      maxHours: readInteger(env, 'SESSION_MAX_HOURS', { default: 10, min: 1, max: 720 }, problems),
      rememberDays: readInteger(
        env,
        'SESSION_REMEMBER_DAYS',
        { default: 30, min: 1, max: 400 },
        problems,
      ),
    },
    stepUpMinutes: readInteger(
      env,
      'STEP_UP_MINUTES',
      { default: 15, min: 1, max: 1440 },
      problems,
    ),
    batches: {
      maxItems: readInteger(
        env,
        'BATCH_MAX_ITEMS',
        { default: 10_000, min: 1, max: 100_000 },
        problems,
      ),
      protectedAccounts: readAccounts(env, 'PROTECTED_ACCOUNTS', problems),
    },
    mirrorRefreshSeconds: features.has('mirror') ? readMirrorRefresh(env, problems) : 0,
    mailboxes: env.MAILBOX_ALLOW_LIST
      ? readAccounts(env, 'MAILBOX_ALLOW_LIST', problems).map((name) => name.toLowerCase())
      : undefined,
    features,
    rateLimitPerMinute: readInteger(
      env,
      'RATE_LIMIT_PER_MINUTE',
      { default: 6000, min: 0, max: 10_000_000 },
      problems,
    ),
    registration: readOneOf(env, 'REGISTRATION', REGISTRATIONS, 'open', problems),
  }
  checkOrigins(config, problems)
  return { config: Object.freeze(config), problems }
}

/** A port of its own: whoever may reach the application need not see its figures. */
function readMetricsPort(env: Env, port: number, problems: string[]): number | undefined {
  if (env.METRICS_PORT === undefined) return undefined
  const limits = { default: 0, min: 1, max: 65_535 }
  const metricsPort = readInteger(env, 'METRICS_PORT', limits, problems)
  if (metricsPort === port) problems.push('METRICS_PORT must be another port than PORT.')
  return metricsPort
}

/** 0 keeps no directory here. */
function readMirrorRefresh(env: Env, problems: string[]): number {
  const limits = { default: 60, min: 0, max: 86_400 }
  return readInteger(env, 'MIRROR_REFRESH_SECONDS', limits, problems)
}

function readFeatures(env: Env, problems: string[]): AppConfig['features'] {
  const names = env.FEATURES?.split(/[\s,]+/) ?? FEATURE_IDS
  const unknown = names.filter((name) => !FEATURE_IDS.some((id) => id === name))
  if (unknown.length > 0) {
    problems.push(
      `FEATURES must hold some of ${FEATURE_IDS.join(', ')}, not ${unknown.join(', ')}.`,
    )
  }
  return new Set(FEATURE_IDS.filter((id) => id === 'profile' || names.includes(id)))
}

/** A name that is none would protect nobody, or let nobody in, and nobody would notice. */
function readAccounts(
  env: Env,
  variable: 'PROTECTED_ACCOUNTS' | 'MAILBOX_ALLOW_LIST',
  problems: string[],
): string[] {
  const names = (env[variable] ?? '').split(/[\s,]+/).filter((name) => name !== '')
  for (const name of names) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name) && !/^[^@]+@[^@]+$/.test(name)) {
      problems.push(`${variable} must hold object ids or user principal names, not ${name}.`)
    }
  }
  return names
}

const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal']

/** Addresses and networks, as https://www.npmjs.com/package/@fastify/proxy-addr takes them. */
function readTrustProxy(env: Env, problems: string[]): AppConfig['trustProxy'] {
  if (!env.TRUST_PROXY) return false
  const proxies = env.TRUST_PROXY.split(/[\s,]+/)
  for (const proxy of proxies) {
    const [address = '', bits, ...rest] = proxy.split('/')
    const isNetwork = isIP(address) && rest.length === 0 && /^(\d{1,3})?$/.test(bits ?? '')
    if (!isNetwork && !NAMED_NETWORKS.includes(proxy)) {
      problems.push(
        `TRUST_PROXY must hold addresses or networks such as 10.0.0.0/8 or loopback, not ${proxy}.`,
      )
    }
  }
  return proxies
}

function checkOrigins(config: AppConfig, problems: string[]) {
  const app = new URL(config.appOrigin)
  if (app.protocol === 'http:' && !isLoopback(app.hostname)) {
    problems.push('APP_ORIGIN must begin with https:// unless it is on this machine.')
  }
  // @fastify/session leaves a secure cookie out, and says nothing, when the request came over http.
  if (app.protocol === 'https:' && config.tls === 'off' && config.trustProxy === false) {
    problems.push(
      'TLS or TRUST_PROXY is missing: with an https APP_ORIGIN the server speaks TLS itself, or ' +
        'TRUST_PROXY names the proxy that ends it, or the session cookie would be lost.',
    )
  }
  if (app.protocol === 'http:' && config.tls !== 'off') {
    problems.push(
      'APP_ORIGIN begins with http:// but TLS is on: browsers would find nobody there. Write https://.',
    )
  }
  const web = new URL(config.webOrigin)
  if (web.protocol !== app.protocol || site(web.hostname) !== site(app.hostname)) {
    problems.push(
      'WEB_ORIGIN must be of the same site as APP_ORIGIN, or its requests lack the cookie.',
    )
  }
}

/** The registrable domain, near enough: the last two labels. */
function site(hostname: string): string {
  return isLoopback(hostname) ? hostname : hostname.split('.').slice(-2).join('.')
}

function readGraph(env: Env, problems: string[]): AppConfig['graph'] {
  const publicCloud = 'https://graph.microsoft.com'
  const url = readUrl(env, 'GRAPH_BASE_URL', publicCloud, problems)
  if (!url) return { baseUrl: publicCloud, resource: publicCloud }
  // A Graph on this machine stands in for the public cloud's, whose name its tokens carry.
  return { baseUrl: url.origin, resource: isLoopback(url.hostname) ? publicCloud : url.origin }
}
