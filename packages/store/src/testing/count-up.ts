import { openStore } from '../open-store.ts'

/** The lease whose fence counts. */
const name = 'counter'
const [url = '', times = '0'] = process.argv.slice(2)

// A process of its own that opens the store and, many times, reads a number and writes the next.
await using store = await openStore(url)
await store.db
  .insertInto('leases')
  .values({ name, holder: '', fence: 0, expires_at_ms: 0 })
  .onConflict((conflict) => conflict.doNothing())
  .execute()
for (let done = 0; done < Number(times); done += 1) {
  await store.db.transaction().execute(async (tx) => {
    const { fence } = await tx
      .selectFrom('leases')
      .select('fence')
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    await tx
      .updateTable('leases')
      .set({ fence: fence + 1 })
      .where('name', '=', name)
      .execute()
  })
}
