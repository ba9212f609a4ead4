// In a project of your own: from '@vestibule/client'.
import type { Client, SettledUserBatch, UserBatch } from '../src/index.ts'

export type Say = (line: string) => void

/** Looks around: who asks, how many people there are, and what is known of the leavers. */
export async function lookAround(client: Client, leavers: string[], say: Say): Promise<void> {
  const { displayName, entra } = await client.getMe()
  say(`Signed in as ${displayName} (${entra?.userPrincipalName}).`)

  let count = 0
  for await (const _user of client.listAllUsers({ top: 100 })) count += 1
  say(`The organisation has ${count} accounts.`)

  const query = await client.createUserBatch({ action: 'query', users: leavers })
  await follow(client, query, say)
  for await (const { input, outcome, accountEnabled } of client.listAllUserBatchItems(query.id)) {
    const state = accountEnabled ? 'enabled' : 'disabled'
    say(`  ${input}: ${accountEnabled === null ? outcome : state}`)
  }
}

/** Disables them. The key makes it one batch, however often the request is sent. */
export async function disableLeavers(
  client: Client,
  leavers: string[],
  say: Say,
): Promise<UserBatch> {
  const batch = await client.createUserBatch(
    { action: 'disable', users: leavers, reason: 'They have left', revokeSessions: true },
    { key: crypto.randomUUID() },
  )
  return follow(client, batch, say)
}

/** Puts everything back that a batch has changed. */
export async function takeBack(client: Client, { id }: UserBatch, say: Say): Promise<void> {
  await follow(client, await client.undoUserBatch(id), say)
}

/** The server goes on whether or not anybody waits. */
async function follow(client: Client, batch: UserBatch, say: Say): Promise<SettledUserBatch> {
  const settled = await client.waitForUserBatch(batch.id, { everyMs: 500 })
  const counts = Object.entries(settled.counts).filter(([name, n]) => n > 0 && name !== 'total')
  const outcome = counts.map(([name, n]) => `${n} ${name}`).join(', ')
  say(`To ${settled.action} ${settled.counts.total}: ${settled.status}, ${outcome}.`)
  return settled
}
