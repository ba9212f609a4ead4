import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { buildApp, createContext, loadConfig } from '@vestibule/bff'
import { addClientCertificate } from '@vestibule/bff/config'
import {
  type RegisterOptions,
  registerApp,
  type UnregisterOptions,
  unregisterApp,
} from '@vestibule/cli/register-app'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approveDevice } from '../conformance/device-driver.ts'
import type { GraphObject } from '../conformance/graph-driver.ts'
import {
  createRegistrar,
  createRegistrarToken,
  graphAppId,
  type Registrar,
} from '../conformance/registrar.ts'
import { createVisitor } from '../helpers/visitor.ts'

const MAIN = join(import.meta.dirname, '../../apps/cli/src/main.ts')
const { scripts } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
)
const FOREIGN = "# Ours\nLOG_LEVEL=silent   # quiet\n\nSMTP_URL='smtp://mail.example'\n"

let emulator: Emulator
let graph: Registrar
let folder: string
let envFile: string
let env: Record<string, string>
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5 })
})
afterAll(() => emulator.close())
beforeEach(async () => {
  emulator.reset()
  emulator.settings({ deviceCodeIntervalSeconds: 0.01 })
  graph = createRegistrar(emulator, await createRegistrarToken(emulator, 'Ada Admin'))
  folder = mkdtempSync(join(tmpdir(), 'vestibule-register-'))
  envFile = join(folder, '.env')
  writeFileSync(envFile, FOREIGN, { mode: 0o644 })
  env = { ENTRA_AUTHORITY: `${emulator.url}/contoso.test`, DATA_DIR: folder }
  return () => rmSync(folder, { recursive: true })
})

/** Calls a command, while a person types the code that it shows. */
async function call<T extends object>(
  command: (
    env: Record<string, string>,
    options: T,
    terminal: Parameters<typeof registerApp>[2],
  ) => Promise<void>,
  options: T,
  person = 'Ada Admin',
): Promise<{ printed: string; hinted: string; error: unknown }> {
  const [printed, hinted, answers]: [string[], string[], unknown[]] = [[], [], []]
  const error = await command(env, options, {
    print: (text) => printed.push(text),
    hint(line) {
      hinted.push(line)
      const [, userCode] = /^Open \S+ and type (\S+),/.exec(line) ?? []
      if (userCode) answers.push(approveDevice(emulator, userCode, { person }))
    },
    confirm: async (question) => {
      hinted.push(question)
      return false
    },
  }).catch((reason: unknown) => reason)
  await Promise.all(answers)
  return { printed: printed.join('\n'), hinted: hinted.join('\n'), error }
}

const SHARED = { dryRun: false, json: false, yes: true }

function register(options: Partial<RegisterOptions> = {}, person?: string) {
  return call(registerApp, { ...SHARED, dotenv: envFile, ...options }, person)
}

function unregister(options: Partial<UnregisterOptions> = {}) {
  return call(unregisterApp, { ...SHARED, dotenv: envFile, keepDeleted: false, ...options })
}

/** The rows of the plan, as the next program reads them. */
async function readPlan(options: Partial<RegisterOptions> = {}): Promise<unknown[]> {
  const { printed, error } = await register({ ...options, dryRun: true, json: true })
  expect(error).toBeUndefined()
  const { steps } = JSON.parse(printed) as {
    steps: { target: string; changes: { what: string; now: unknown; next: unknown }[] }[]
  }
  return steps.flatMap(({ target, changes }) =>
    changes.map(({ what, now, next }) => [target, what, now, next]),
  )
}

const list = async (path: string): Promise<GraphObject[]> => (await graph.get(path)).body.value

/** All that registering could have changed in the tenant. */
async function readTenant() {
  const servicePrincipals = await list('/servicePrincipals?$top=999')
  const ends = servicePrincipals.flatMap(({ id }) =>
    ['appRoleAssignments', 'appRoleAssignedTo'].map((end) => `/servicePrincipals/${id}/${end}`),
  )
  return {
    applications: await list('/applications?$top=999'),
    servicePrincipals,
    grants: await list('/oauth2PermissionGrants?$top=999'),
    assignments: await Promise.all(ends.map((path) => list(`${path}?$top=999`))),
    deleted: [
      await list('/directory/deletedItems/microsoft.graph.application'),
      await list('/directory/deletedItems/microsoft.graph.servicePrincipal'),
    ],
  }
}

const readVariables = () => parseEnv(readFileSync(envFile, 'utf8'))

async function getApplication(): Promise<GraphObject> {
  const { ENTRA_CLIENT_ID } = readVariables()
  return (await graph.get(`/applications(appId='${ENTRA_CLIENT_ID}')`)).body
}

/** Names of what the registration asks Graph for, and of what was consented to. */
async function readPermissions() {
  const { requiredResourceAccess } = await getApplication()
  const graphApi = (await graph.get(`/servicePrincipals(appId='${graphAppId}')`)).body
  const [{ resourceAccess }] = requiredResourceAccess as [
    { resourceAccess: { id: string; type: string }[] },
  ]
  const toNames = (ids: unknown[], entries: unknown) =>
    (entries as { id: string; value: string }[])
      .filter(({ id }) => ids.includes(id))
      .map(({ value }) => value)
      .sort()
  const ofType = (type: string) =>
    resourceAccess.filter((entry) => entry.type === type).map(({ id }) => id)
  const path = `/servicePrincipals(appId='${readVariables().ENTRA_CLIENT_ID}')`
  const { id } = (await graph.get(path)).body
  const [grant] = await list(`/servicePrincipals/${id}/oauth2PermissionGrants`)
  const assigned = await list(`/servicePrincipals/${id}/appRoleAssignments`)
  return {
    delegated: toNames(ofType('Scope'), graphApi.oauth2PermissionScopes),
    application: toNames(ofType('Role'), graphApi.appRoles),
    granted: String(grant?.scope).split(' ').sort(),
    assigned: toNames(
      assigned.map(({ appRoleId }) => appRoleId),
      graphApi.appRoles,
    ),
  }
}

/** Requests that change something, but for those of the login space. */
const listWrites = () =>
  emulator
    .requests()
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/v1.0/'))
    .map(({ method, path }) => `${method} ${path}`)

const SIGN_IN = ['openid', 'profile', 'email', 'offline_access', 'User.Read']
const READ_USERS = [...SIGN_IN, 'User.Read.All'].sort()

describe('register-app', () => {
  it('twice and unregister-app leave the tenant, the environment file and the folder as they were', async () => {
    const before = await readTenant()
    expect((await register()).error).toBeUndefined()
    expect((await register({ features: 'users,mail' })).error).toBeUndefined()
    expect(existsSync(join(folder, 'entra-certificate.pem'))).toBe(true)
    const { printed, error } = await unregister()
    expect(error).toBeUndefined()
    expect(printed).toMatch(/Nothing of it is left\.$/)
    expect(await readTenant()).toEqual(before)
    expect(readFileSync(envFile, 'utf8')).toBe(FOREIGN)
    expect(existsSync(join(folder, 'entra-certificate.pem'))).toBe(false)
  })

  it('what it wrote starts a Vestibule that signs people in and lists them', async () => {
    await register({ features: 'users' })
    const { config, secrets } = await loadConfig({ ...readVariables(), DATA_DIR: folder })
    const context = await createContext(config, secrets)
    const app = await buildApp(context)
    const visitor = createVisitor(app, config.appOrigin)
    expect((await visitor.signIn('Ada Admin')).headers.location).toBe(`${config.webOrigin}/`)
    expect((await visitor.get('/api/me')).json()).toMatchObject({ roles: ['Admin'] })
    const users = (await visitor.get('/api/users?search=ada')).json()
    expect(users.items).toContainEqual(expect.objectContaining({ displayName: 'Ada Admin' }))
    await app.close()
    await context.batchRunner[Symbol.asyncDispose]()
    await context.store[Symbol.asyncDispose]()
  })

  it('asks for what the chosen features need, and for nothing else', async () => {
    await register({ features: 'users' })
    expect(await readPermissions()).toEqual({
      delegated: READ_USERS,
      application: [],
      granted: READ_USERS,
      assigned: [],
    })
    const application = await getApplication()
    expect(application).toMatchObject({
      signInAudience: 'AzureADMyOrg',
      identifierUris: [`api://${application.appId}`],
      groupMembershipClaims: 'DirectoryRole',
      appRoles: [],
      web: {
        redirectUris: ['/auth/callback', '/auth/admin-consent/callback', '/sign-in'].map(
          (path) => `http://localhost:3000${path}`,
        ),
        logoutUrl: 'http://localhost:3000/auth/frontchannel-logout',
      },
    })
  })

  it('a feature more is what it needs and nothing else, and a feature less takes that away', async () => {
    await register({ features: 'users' })
    const plan = await readPlan({ features: 'users,directory' })
    const app = ['User.Read.All', 'Group.Read.All', 'Organization.Read.All']
    expect(plan).toEqual([
      ['app registration', 'app role', null, 'Directory.Read'],
      ...app.map((name) => ['app registration', 'application permission', null, name]),
      [envFile, 'FEATURES', 'users', 'users,directory'],
      ...app.map((name) => ['application permissions', 'consent for itself', null, name]),
    ])
    await register({ features: 'users,directory' })
    expect(await readPermissions()).toMatchObject({ granted: READ_USERS, assigned: app.sort() })
    // What an administrator added by hand is no feature's, and stays.
    const [grant] = await list(
      `/oauth2PermissionGrants?$filter=clientId eq '${await getServicePrincipalId()}'`,
    )
    await graph.patch(`/oauth2PermissionGrants/${grant?.id}`, {
      scope: `${grant?.scope} Calendars.Read`,
    })
    await register({ features: 'profile' })
    expect(await readPermissions()).toEqual({
      delegated: [...SIGN_IN].sort(),
      application: [],
      granted: ['Calendars.Read', ...SIGN_IN].sort(),
      assigned: [],
    })
    expect((await getApplication()).appRoles).toMatchObject([{ isEnabled: false }])
  })

  it('run again it says that there is nothing to change, and changes nothing', async () => {
    await register({ features: 'users', origin: 'https://vestibule.example' })
    const before = listWrites()
    const text = readFileSync(envFile, 'utf8')
    const second = await register()
    expect(second).toMatchObject({ error: undefined, printed: 'Nothing to change.' })
    const named = await register({ tenant: 'contoso.test', features: 'users', name: 'Vestibule' })
    expect(named).toMatchObject({ error: undefined, printed: 'Nothing to change.' })
    expect(listWrites()).toEqual(before)
    expect(readFileSync(envFile, 'utf8')).toBe(text)
  })

  it('a dry run shows the plan, and changes and writes nothing', async () => {
    const before = await readTenant()
    const { printed, error } = await register({ dryRun: true, features: 'users', yes: false })
    expect(error).toBeUndefined()
    expect(printed).toMatch(/^\+ +app registration$/m)
    expect(printed).toMatch(/^ +redirect URI +- +http:\/\/localhost:3000\/auth\/callback$/m)
    expect(printed).toMatch(/^ +ENTRA_CLIENT_ID +- +\(the new client id\)$/m)
    expect(listWrites()).toEqual([])
    expect(await readTenant()).toEqual(before)
    expect(readFileSync(envFile, 'utf8')).toBe(FOREIGN)
    expect(existsSync(join(folder, 'entra-certificate.pem'))).toBe(false)
  })

  it('the environment file is its owner’s alone, and keeps every line of others', async () => {
    await register({ origin: 'https://vestibule.example', features: 'batches,users' })
    expect(statSync(envFile).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'entra-certificate.pem')).mode & 0o777).toBe(0o600)
    expect(readFileSync(envFile, 'utf8').startsWith(FOREIGN)).toBe(true)
    expect(readVariables()).toEqual({
      LOG_LEVEL: 'silent',
      SMTP_URL: 'smtp://mail.example',
      ENTRA_AUTHORITY: emulator.authority.replace('/v2.0', ''),
      ENTRA_CLIENT_ID: expect.any(String),
      ENTRA_CLIENT_CERTIFICATE_FILE: join(folder, 'entra-certificate.pem'),
      APP_ORIGIN: 'https://vestibule.example',
      FEATURES: 'users,batches',
      GRAPH_BASE_URL: emulator.url,
    })
  })

  it('a secret stands in the environment file and nowhere else, and is not made twice', async () => {
    const { printed, hinted } = await register({ credential: 'secret' })
    const { ENTRA_CLIENT_SECRET = '', ...others } = readVariables()
    expect(others).not.toHaveProperty('ENTRA_CLIENT_CERTIFICATE_FILE')
    expect(`${printed}${hinted}`).not.toContain(ENTRA_CLIENT_SECRET)
    const { passwordCredentials } = await getApplication()
    expect(passwordCredentials).toMatchObject([{ hint: ENTRA_CLIENT_SECRET.slice(0, 3) }])
    expect((await register()).printed).toBe('Nothing to change.')
    expect((await register({ credential: 'certificate' })).error).toBeUndefined()
    expect(readVariables()).not.toHaveProperty('ENTRA_CLIENT_SECRET')
    expect((await getApplication()).passwordCredentials).toEqual(passwordCredentials)
  })

  it('a certificate that was made beside the first is registered beside it', async () => {
    await register()
    const file = join(folder, 'entra-certificate.pem')
    await addClientCertificate(file, { commonName: 'second', days: 30, prune: false })
    await graph.patch(`/applications/${(await getApplication()).id}`, {
      web: { redirectUris: ['https://added.example/', ...(await listRedirectUris())] },
    })
    expect(await readPlan()).toEqual([
      ['certificate', 'certificate', null, expect.stringMatching(/^CN=second, until /)],
    ])
    await register()
    const { keyCredentials } = await getApplication()
    expect(keyCredentials).toMatchObject([{}, { displayName: 'CN=second' }])
    expect(await listRedirectUris()).toContain('https://added.example/')
    expect(readFileSync(file, 'utf8').match(/BEGIN PRIVATE KEY/g)).toHaveLength(2)
  })

  it('half-way through it stops with a sentence, and the next run goes on from there', async () => {
    emulator.addFault({ match: '/v1.0/oauth2PermissionGrants', kind: 'status', status: 500 })
    const { error } = await register()
    expect(error).toMatchObject({
      name: 'RegistrationError',
      message: expect.stringMatching(/did not answer.+Run the same command again/),
    })
    const { ENTRA_CLIENT_ID } = readVariables()
    emulator.clearFaults()
    // What Graph does not know yet is asked for again.
    const fault = { match: '/v1.0/oauth2PermissionGrants', kind: 'status' as const, status: 404 }
    emulator.addFault({ ...fault, times: 1 })
    const writes = listWrites().length
    expect((await register()).error).toBeUndefined()
    expect(readVariables().ENTRA_CLIENT_ID).toBe(ENTRA_CLIENT_ID)
    const path = `POST /v1.0/servicePrincipals/${await getServicePrincipalId()}/appRoleAssignments`
    const grant = 'POST /v1.0/oauth2PermissionGrants'
    expect([...new Set(listWrites().slice(writes))]).toEqual([grant, path])
  })

  it('one that was left by a lost environment file is found again; of two, one is named', async () => {
    await register()
    const first = readVariables().ENTRA_CLIENT_ID ?? ''
    writeFileSync(envFile, '')
    const app = await readPlan()
    expect(app).toContainEqual([envFile, 'ENTRA_CLIENT_ID', null, first])
    const { tags, web } = (await graph.get(`/applications(appId='${first}')`)).body
    await graph.post('/applications', { displayName: 'Vestibule', tags, web: pickAddresses(web) })
    const { error } = await register()
    expect(error).toMatchObject({ message: expect.stringMatching(/Several .+--app-id\.$/) })
    const named = await readPlan({ appId: first })
    expect(named).toContainEqual([envFile, 'ENTRA_CLIENT_ID', null, first])
  })
})

const pickAddresses = (web: unknown) => ({ redirectUris: (web as Web).redirectUris })

interface Web {
  redirectUris: string[]
}

const listRedirectUris = async () => ((await getApplication()).web as Web).redirectUris

async function getServicePrincipalId(): Promise<string> {
  const { ENTRA_CLIENT_ID } = readVariables()
  return (await graph.get(`/servicePrincipals(appId='${ENTRA_CLIENT_ID}')`)).body.id
}

describe('who and what is refused', () => {
  it('somebody who is no administrator is told so, and nothing is changed', async () => {
    const before = await readTenant()
    const { error } = await register({}, 'Max Member')
    expect(error).toMatchObject({
      name: 'RegistrationError',
      message: expect.stringMatching(/^max@contoso.test may not do this: it takes a Global Admin/),
    })
    expect(await readTenant()).toEqual(before)
    expect(readFileSync(envFile, 'utf8')).toBe(FOREIGN)
    expect(existsSync(join(folder, 'entra-certificate.pem'))).toBe(false)
  })

  it('a plan that is not wished is not carried out', async () => {
    const { hinted, error } = await register({ yes: false, features: 'users' })
    expect(hinted).toMatch(/Go on as ada@contoso\.test\? \[y\/N\] $/)
    expect(error).toMatchObject({ name: 'NotConfirmedError', message: 'Nothing was changed.' })
    expect(listWrites()).toEqual([])
    expect(readFileSync(envFile, 'utf8')).toBe(FOREIGN)
  })

  it('an application that register-app did not make is touched by neither command', async () => {
    const before = await readTenant()
    for (const { error } of [
      await register({ appId: emulator.webClientId }),
      await unregister({ appId: emulator.webClientId }),
    ]) {
      expect(error).toMatchObject({ message: expect.stringContaining('was not made by register') })
    }
    expect(await readTenant()).toEqual(before)
  })

  it.each([
    [{ origin: 'http://vestibule.example' }, 'ConfigError'],
    [{ features: 'users,nonsense' }, 'ConfigError'],
    [{ tenant: 'common' }, 'ConfigError'],
    [{ tenant: 'nobody.test' }, 'RegistrationError'],
    [{ appId: 'vestibule' }, 'RegistrationError'],
  ])('%o is refused before anybody signs in', async (options, name) => {
    const { error, hinted } = await register(options)
    expect(error).toMatchObject({ name })
    expect(hinted).toBe('')
  })

  it('with --keep-deleted it can be restored, until it is named again', async () => {
    await register()
    const id = readVariables().ENTRA_CLIENT_ID ?? ''
    const { printed } = await unregister({ keepDeleted: true })
    expect(printed).toContain(`--app-id ${id} `)
    const path = '/directory/deletedItems/microsoft.graph.application'
    expect(await list(path)).toMatchObject([{ appId: id }])
    expect((await unregister({ appId: id })).error).toBeUndefined()
    expect(await list(path)).toEqual([])
    expect((await unregister()).printed).toBe('Nothing to change.')
  })

  it('an application that is not there is not made again, nor what names it taken away elsewhere', async () => {
    await register()
    await graph.remove(`/applications/${(await getApplication()).id}`)
    const text = readFileSync(envFile, 'utf8')
    expect((await register()).error).toMatchObject({
      message: expect.stringMatching(/^This organisation has no application .+ENTRA_CLIENT_ID/),
    })
    const { id: elsewhere = '' } = emulator.tenants[1] ?? {}
    writeFileSync(envFile, text.replace(emulator.tenants[0]?.id ?? '', elsewhere))
    const { error } = await unregister({ tenant: 'contoso.test', keepDeleted: true })
    expect(error).toMatchObject({ message: expect.stringMatching(/names another one\.$/) })
    writeFileSync(envFile, text)
    expect((await unregister()).error).toBeUndefined()
    expect(readFileSync(envFile, 'utf8')).toBe(FOREIGN)
  })
})

it('as a process without anybody to ask it shows the plan and stops with status 2', async () => {
  // As `pnpm cli` has it.
  const [, ...node] = scripts.cli.replace('apps/cli/src/main.ts', MAIN).split(' ')
  const file = join(folder, 'new.env')
  const args = [...node, 'register-app', '--dotenv', file, '--tenant', 'contoso.test']
  const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } }
  const child = execFile(process.execPath, args, options)
  let [stdout, stderr, isAnswered] = ['', '', false]
  child.stdout?.on('data', (part) => {
    stdout += part
  })
  child.stderr?.on('data', (part) => {
    stderr += part
    const [, userCode] = /type (\S+),/.exec(stderr) ?? []
    if (!userCode || isAnswered) return
    isAnswered = true
    void approveDevice(emulator, userCode, { person: 'Ada Admin' })
  })
  child.stdin?.end()
  const [code] = await once(child, 'close')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^Open \S+ .+\nNobody is here to ask.+--yes.+\n$/),
  })
  expect(existsSync(file)).toBe(false)
  expect(stdout).toMatch(/^\+ +app registration$/m)
  expect(listWrites()).toEqual([])
})
