import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listOrdinary, runBatch } from '../helpers/batches.ts'
import { startWorld, type World } from '../helpers/world.ts'
import { runCli } from './run-cli.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const verify = () => runCli(['audit', 'verify'], { ...world.env, LOG_LEVEL: 'silent' })

/** Whoever has the file can do what the server and the database’s own rule never do. */
function tamper(change: string) {
  using file = new DatabaseSync(join(world.context.config.dataDir, 'vestibule.db'))
  file.exec('drop trigger audit_events_stay_update; drop trigger audit_events_stay_delete')
  file.exec(change)
}

it('the audit is whole after batches, until somebody alters an entry in the file', async () => {
  const ada = await world.signIn()
  const users = listOrdinary(world, 3)
  await runBatch(ada, { action: 'disable', users, reason: 'left' })
  await runBatch(ada, { action: 'enable', users, reason: 'came back' })
  const { stdout } = await verify()
  // Two batches, each accepted and completed, and three accounts in each.
  expect(stdout).toMatch(/^The audit is whole: 10 entries\.\nHash of the last one: [\w-]{43}\n$/)

  tamper(`update audit_events set body = replace(body, 'left', 'retired') where sequence = 3`)
  await expect(verify()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The audit is not whole: entry 3 was altered.'),
  })
})
