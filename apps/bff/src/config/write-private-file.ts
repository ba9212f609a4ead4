import { randomUUID } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file for its owner's eyes alone. Who reads meanwhile sees the old file or the new one, never
 * half of it. A link stays one, and the file stays its owner's, who may not be who runs us.
 */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const target = existsSync(file) ? realpathSync(file) : file
  const next = `${target}.${randomUUID()}.new`
  try {
    writeFileSync(next, text, { mode: 0o600, flag: 'wx', flush: true })
    if (existsSync(target)) {
      const { uid, gid } = statSync(target)
      if (uid !== process.getuid?.() || gid !== process.getgid?.()) chownSync(next, uid, gid)
    }
    renameSync(next, target)
  } catch (error) {
    rmSync(next, { force: true })
    throw error
  }
}
