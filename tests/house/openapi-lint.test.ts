import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ROOT, readJson } from './tree.ts'

const run = promisify(execFile)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestibule-openapi-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the check says of our document after a change to it. */
async function check(change: (api: Api) => unknown): Promise<string> {
  const api = structuredClone(readJson('packages/client/openapi.json')) as unknown as Api
  change(api)
  const path = join(folder, 'openapi.json')
  writeFileSync(path, JSON.stringify(api))
  const script = join(ROOT, 'scripts/check-openapi.ts')
  return run(process.execPath, [script, path]).then(
    ({ stderr }) => stderr,
    (error: { stderr: string }) => error.stderr,
  )
}

interface Api {
  paths: Record<
    string,
    Record<string, Record<string, unknown> & { responses: Record<string, unknown> }>
  >
  components: {
    schemas: Record<
      string,
      { examples?: Record<string, unknown>[]; properties: Record<string, object> }
    >
  }
}

it('our own document passes', async () => {
  expect(await check(() => {})).toBe('')
})

it('what is missing or wrong is named, each by a sentence', { timeout: 60_000 }, async () => {
  const said = await check(({ paths, components: { schemas } }) => {
    const me = paths['/api/me']?.get
    Reflect.deleteProperty(me ?? {}, 'summary')
    Reflect.deleteProperty(me ?? {}, 'security')
    Reflect.deleteProperty(me?.responses ?? {}, 'default')
    const { Me, Session, UserPage } = schemas
    Reflect.deleteProperty(Me ?? {}, 'examples')
    Reflect.deleteProperty(Session?.properties.isCurrent ?? {}, 'description')
    Object.assign(UserPage?.examples?.[0] ?? {}, { total: 'many' })
    Object.assign(schemas, { Nobody: { type: 'object' } })
  })
  expect(said).toContain('~1api~1me/get  It does not say who may call it')
  expect(said).toContain('~1api~1me/get  It does not say that failures are problems')
  expect(said).toContain('~1api~1me/get/responses/200  The reply has no example')
  expect(said).toContain('The field isCurrent has no description.')
  expect(said).toMatch(/summary.*\[operation-summary\]/)
  expect(said).toMatch(/total.*\[no-invalid-schema-examples\]/)
  expect(said).toMatch(/Nobody.*\[no-unused-components\]/)
})
