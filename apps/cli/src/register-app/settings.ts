import { join } from 'node:path'
import {
  type AppConfig,
  ConfigError,
  envToConfig,
  listRedirectUris,
  readEnv,
  toRedirectUri,
} from '@vestibule/bff/config'
import { FEATURE_IDS, type FeatureId } from '@vestibule/contract'
import { DEMO_PUBLIC_CLIENT_ID } from '../print-token.ts'
import { type EnvChanges, EnvFile } from './env-file.ts'
import { RegistrationError } from './registration-error.ts'

/** What both commands are told. */
export interface CommandOptions {
  tenant?: string
  /** Of the public client that the administrator signs in with. */
  clientId?: string
  /** Client id of the registration, where it cannot be told otherwise. */
  appId?: string
  /** The file that is read first, and written. */
  dotenv: string
  dryRun: boolean
  json: boolean
  yes: boolean
}

export interface RegisterOptions extends CommandOptions {
  name?: string
  origin?: string
  features?: string
  credential?: 'certificate' | 'secret'
}

/** Where everything is, and what it is to be. */
export interface Settings {
  envFile: EnvFile
  authority: AppConfig['authority']
  graph: AppConfig['graph']
  publicClientId: string
  /** The registration that is meant; undefined where none is named. */
  clientId: string | undefined
  redirectUris: string[]
  /** The first of them, which no other installation has. */
  callbackUri: string
  logoutUrl: string
  features: ReadonlySet<FeatureId>
  signInScopes: string[]
  certificateFile: string
  /** What the environment file is to say, but for the tenant, the registration and its credential. */
  variables: EnvChanges
  /** What is wrong besides: the server will say it, and it is no reason not to register. */
  stillWrong: string[]
}

const PUBLIC_CLOUD = 'https://login.microsoftonline.com'
/** Microsoft Graph Command Line Tools: Microsoft's own public client, which every organisation knows. */
const COMMAND_LINE_TOOLS = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

/** https://learn.microsoft.com/graph/deployments */
const NATIONAL_GRAPHS: Record<string, string> = {
  'https://login.microsoftonline.us': 'https://graph.microsoft.us',
  'https://login.partner.microsoftonline.cn': 'https://microsoftgraph.chinacloudapi.cn',
}

const READ = [
  'APP_ORIGIN',
  'WEB_ORIGIN',
  'PORT',
  'ENTRA_AUTHORITY',
  'ENTRA_CLIENT_ID',
  'ENTRA_SCOPES',
  'GRAPH_BASE_URL',
  'FEATURES',
  'DATA_DIR',
  'TRUST_PROXY',
  'NODE_TLS_REJECT_UNAUTHORIZED',
]
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Reads the environment file, and from the environment what is not in there: the file is what is written, so
 * it goes first. The values are held to the server's own rules.
 *
 * @throws {ConfigError} a value is wrong.
 * @throws {RegistrationError} the organisation is not named.
 */
export function readSettings(
  env: Record<string, string | undefined>,
  options: RegisterOptions,
): Settings {
  const envFile = new EnvFile(options.dotenv)
  const read = (name: string) => envFile.read(name) ?? (env[name]?.trim() || undefined)
  const authority = toAuthority(options.tenant, read('ENTRA_AUTHORITY'))
  const named = options.appId ?? envFile.read('ENTRA_CLIENT_ID')
  if (named && !GUID.test(named)) {
    const source = options.appId ? '--app-id' : `ENTRA_CLIENT_ID in ${envFile.path}`
    throw new RegistrationError(`${source} is not a client id: ${named}.`)
  }
  const { origin } = new URL(URL.canParse(authority) ? authority : PUBLIC_CLOUD)
  const isHere = origin.startsWith('http:')
  const { config, problems } = envToConfig(
    readEnv({
      ...Object.fromEntries(READ.map((name) => [name, read(name)])),
      ENTRA_AUTHORITY: authority,
      ENTRA_CLIENT_ID: named ?? 'not made yet',
      GRAPH_BASE_URL: read('GRAPH_BASE_URL') ?? (isHere ? origin : NATIONAL_GRAPHS[origin]),
      ...(options.origin !== undefined && { APP_ORIGIN: options.origin }),
      ...(options.features !== undefined && { FEATURES: options.features }),
    }).env,
  )
  // How TLS is ended is for whoever starts the server to say.
  const wrong = problems.filter((problem) => !/^(?:TLS or )?TRUST_PROXY /.test(problem))
  if (wrong.length > 0) throw new ConfigError(wrong)
  return {
    envFile,
    authority: config.authority,
    graph: config.graph,
    publicClientId: options.clientId ?? (isHere ? DEMO_PUBLIC_CLIENT_ID : COMMAND_LINE_TOOLS),
    clientId: named?.toLowerCase(),
    redirectUris: listRedirectUris(config),
    callbackUri: toRedirectUri(config),
    logoutUrl: `${config.appOrigin}/auth/frontchannel-logout`,
    features: config.features,
    signInScopes: config.scopes,
    certificateFile:
      envFile.read('ENTRA_CLIENT_CERTIFICATE_FILE') ??
      // Not the one that is made for development, which other tenants know.
      join(read('DATA_DIR') ?? '.data', 'entra-certificate.pem'),
    variables: toVariables(envFile, config, options),
    stillWrong: problems,
  }
}

/** Another tenant of the same cloud keeps its host. */
function toAuthority(tenant: string | undefined, address: string | undefined): string {
  if (!tenant && !address) {
    throw new RegistrationError(
      'Name your organisation by its id or a domain name of it: --tenant, or ENTRA_AUTHORITY. ' +
        'The demo tenant is ENTRA_AUTHORITY=http://127.0.0.1:3001/contoso.test.',
    )
  }
  if (!tenant) return String(address)
  return `${URL.parse(address ?? '')?.origin ?? PUBLIC_CLOUD}/${encodeURIComponent(tenant)}`
}

/** Only what was given, and what the server would not take for granted. What says the same already stays. */
function toVariables(
  envFile: EnvFile,
  { appOrigin, features, graph }: AppConfig,
  options: RegisterOptions,
): EnvChanges {
  const variables: EnvChanges = {}
  const known = envFile.read('APP_ORIGIN')
  if (options.origin !== undefined && toOrigin(known) !== appOrigin) {
    variables.APP_ORIGIN = appOrigin
  }
  if (options.features !== undefined && toList(envFile.read('FEATURES')) !== toText(features)) {
    variables.FEATURES = toText(features)
  }
  const baseUrl = envFile.read('GRAPH_BASE_URL') ?? 'https://graph.microsoft.com'
  if (toOrigin(baseUrl) !== graph.baseUrl) variables.GRAPH_BASE_URL = graph.baseUrl
  return variables
}

const toOrigin = (address: string | undefined) => URL.parse(address ?? '')?.origin

/** The profile is always there; it stands for itself where there is nothing else. */
function toText(features: ReadonlySet<FeatureId>): string {
  const chosen = FEATURE_IDS.filter((id) => id !== 'profile' && features.has(id))
  return chosen.length > 0 ? chosen.join(',') : 'profile'
}

function toList(text: string | undefined): string | undefined {
  const names = text?.split(/[\s,]+/)
  return names && toText(new Set(FEATURE_IDS.filter((id) => names.includes(id))))
}
