import { ENVIRONMENT_VARIABLES } from '@vestibule/bff/config'
import { DEMO_VARIABLES } from '@vestibule/demo'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  listAncestry,
  listTexts,
  readCommand,
  readDockerfile,
  readVariables,
  type Stage,
} from '../helpers/dockerfile.ts'
import { listFiles, readJson, readText } from './tree.ts'

const stages = readDockerfile()
const IMAGES = ['production', 'demo']

/** Whatever goes into a stage, from the repository. */
function listSources(name: string): string[] {
  return listAncestry(stages, name).flatMap(({ instructions }) =>
    instructions
      .filter(({ keyword }) => keyword === 'COPY')
      .flatMap(({ options, text }) =>
        options.from ? listSources(options.from) : text.split(/\s+/).slice(0, -1),
      ),
  )
}

describe('the Dockerfile', () => {
  it('makes the production image unless told otherwise', () => {
    expect(stages.at(-1)?.name).toBe('production')
    expect(readVariables(stages, 'production').NODE_ENV).toBe('production')
  })

  it('stands on the Node that the catalog names', () => {
    const { catalog } = parse(readText('pnpm-workspace.yaml'))
    const names = new Set(stages.map(({ name }) => name))
    const images = stages.map(({ base }) => base).filter((base) => !names.has(base))
    expect(new Set(images)).toEqual(new Set([`node:${catalog.node}-slim`]))
  })

  it.each(IMAGES)('%s runs as a user that is not root, and is asked whether it lives', (name) => {
    expect(Number.parseInt(listTexts(stages, name, 'USER').at(-1) ?? '0', 10)).toBeGreaterThan(0)
    expect(listTexts(stages, name, 'STOPSIGNAL')).toEqual(['SIGTERM'])
    const [health = ''] = listTexts(stages, name, 'HEALTHCHECK')
    expect(readCommand(health).join(' ')).toContain('/livez')
    expect(listTexts(stages, name, 'VOLUME')).toEqual([readVariables(stages, name).DATA_DIR])
    const label = listTexts(stages, name, 'LABEL').join(' ')
    expect(label).toContain(`image.version="${readJson('package.json').version}"`)
  })

  it('holds no secret', () => {
    const lines = stages.flatMap(({ name }) => [
      ...Object.keys(readVariables(stages, name)),
      ...listTexts(stages, name, 'ARG'),
    ])
    expect(lines.filter((line) => /SECRET|KEY|PASSWORD|TOKEN|CREDENTIAL|_URL/.test(line))).toEqual(
      [],
    )
    const copied = stages.flatMap(({ name }) => listSources(name))
    expect(copied.filter((path) => /^\.|\.env|\.pem|secrets/.test(path))).toEqual([])
  })

  it('copies what is there, and what .dockerignore lets through', () => {
    const [first, ...rules] = readText('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(first).toBe('*')
    for (const path of new Set(IMAGES.flatMap(listSources))) {
      expect(listFiles(path, `${path}/**`), path).not.toEqual([])
      expect(rules, path).toContain(`!${path.split('/')[0]}`)
    }
  })

  it('brings all of our packages that the server needs, and none that it does not', () => {
    const ours = listSources('production').filter((path) => /^(?:apps|packages)\//.test(path))
    const served = listNeeded(['apps/bff', 'apps/cli'])
    const shown = listNeeded(['apps/web'])
    expect(new Set(ours)).toEqual(new Set([...served, ...shown]))
    expect(ours).not.toContain('packages/emulator')
    expect(new Set(listSources('demo'))).toEqual(
      new Set([...listSources('production'), ...listNeeded(['apps/demo'])]),
    )
  })

  it('installs what the lockfile names, and for what is run nothing else than it needs', () => {
    const listInstalls = ({ instructions }: Stage) =>
      instructions.flatMap(({ keyword, text }) =>
        keyword === 'RUN' && text.includes(' install') ? [text] : [],
      )
    const installs = stages.flatMap(listInstalls)
    expect(installs).toHaveLength(3)
    for (const text of installs) expect(text).toContain('--frozen-lockfile')
    const built = stages.filter(({ name }) => name !== 'web')
    for (const text of built.flatMap(listInstalls)) expect(text).toContain('--prod ')
  })
})

describe('compose.yaml', () => {
  const { services, secrets, volumes } = parse(readText('compose.yaml'))

  it.each(Object.keys(services))('%s can change nothing but its data', (name) => {
    const service = services[name]
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    })
    expect(service.tmpfs).toContain('/tmp')
    expect(service.privileged).toBeUndefined()
    expect(service.cap_add).toBeUndefined()
    for (const volume of service.volumes) expect(volumes).toHaveProperty(volume.split(':')[0])
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
  })

  it('builds stages that there are', () => {
    expect(services.vestibule.build.target).toBe('production')
    expect(services.demo.build.target).toBe('demo')
  })

  it('hands secrets over as files that neither git nor a builder sees', () => {
    const used = Object.values<{ secrets?: string[] }>(services).flatMap((one) => one.secrets ?? [])
    expect(new Set(used)).toEqual(new Set(Object.keys(secrets)))
    for (const { file } of Object.values<{ file: string }>(secrets))
      expect(file).toMatch(/^secrets\//)
    expect(readText('.gitignore').split('\n')).toContain('/secrets/')
    const files = ENVIRONMENT_VARIABLES.map(({ name, ...more }) =>
      'secret' in more ? `${name}_FILE` : name,
    )
    expect(
      Object.keys(services.vestibule.environment).filter(
        (name) => !files.some((file) => file === name),
      ),
    ).toEqual([])
  })

  it('waits for a PostgreSQL that answers', () => {
    expect(services.vestibule.depends_on.postgres.condition).toBe('service_healthy')
    expect(services.postgres.healthcheck.test).toContain('pg_isready')
  })

  it('starts the demo only where it is asked for, on this machine alone', () => {
    const { profiles, network_mode, environment } = services.demo
    expect({ profiles, network_mode }).toEqual({ profiles: ['demo'], network_mode: 'host' })
    const known = ['PORT', ...DEMO_VARIABLES.map(({ name }) => name)]
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([])
    expect(readVariables(stages, 'demo')).not.toHaveProperty('HOST')
  })
})

/** These workspaces, and those of ours that they depend on. */
function listNeeded(folders: readonly string[]): string[] {
  const needed = folders.flatMap((folder) => {
    const { dependencies = {} } = readJson(`${folder}/package.json`) as { dependencies?: object }
    const names = Object.keys(dependencies).filter((name) => name.startsWith('@vestibule/'))
    return listNeeded(names.map(toFolder))
  })
  return [...new Set([...folders, ...needed])]
}

function toFolder(name: string): string {
  const folder = name.replace('@vestibule/', '')
  return listFiles(`apps/${folder}/package.json`).length > 0
    ? `apps/${folder}`
    : `packages/${folder}`
}
