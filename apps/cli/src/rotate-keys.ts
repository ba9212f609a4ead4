import { addDevelopmentTokenKey, loadConfig } from '@vestibule/bff/config'
import {
  openStore,
  rewrapAppTokens,
  rewrapBatchTokens,
  rewrapSessionTokens,
} from '@vestibule/store'

const BATCH_SIZE = 200

/**
 * Seals every stored token with the newest key. Servers go on meanwhile: one that meets a key it does
 * not know reads its keys again, from `TOKEN_KEYS_FILE` or the development keys in `DATA_DIR`. Keys
 * given as `TOKEN_KEYS` are read at the start alone, so there the servers get the new key first.
 *
 * @throws {ConfigError}
 * @throws {StoreError}
 */
export async function rotateKeys(
  env: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<void> {
  const before = await loadConfig(env)
  if (before.secrets.hasDevelopmentTokenKeys) {
    addDevelopmentTokenKey(before.config.dataDir)
    say(`A new key stands first in ${before.config.dataDir}.`)
  }
  const { secrets } = await loadConfig(env)
  await using store = await openStore(secrets.databaseUrl)
  let total = 0
  for (;;) {
    const ring = secrets.tokenKeys.current()
    const pass = await rewrapSessionTokens(store.db, ring, { batchSize: BATCH_SIZE })
    const others = [await rewrapAppTokens(store.db, ring), await rewrapBatchTokens(store.db, ring)]
    const rewrapped = others.reduce((sum, other) => sum + other.rewrapped, pass.rewrapped)
    total += rewrapped
    // A server that had not met the new key yet may have sealed with the old one meanwhile.
    if (rewrapped > 0) continue
    say(`${total} tokens were sealed with the newest key.`)
    if (pass.unreadable > 0) {
      say(`${pass.unreadable} could not be opened with any key: their sessions will end.`)
    }
    if (!secrets.hasDevelopmentTokenKeys && secrets.tokenKeys.current().length > 1) {
      say('Once every server has the newest key, take the older ones out of TOKEN_KEYS.')
    }
    return
  }
}
