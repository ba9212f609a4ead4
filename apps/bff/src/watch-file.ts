import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/** Who writes a file in place does so in several steps. */
const SETTLE_MS = 100

export interface WatchedFile extends Disposable {
  /** A folder that was not there, or could not be watched, may be by now. */
  renew(): void
}

/**
 * Tells when a file has changed. Watches the folder and not the file: a file that is replaced by renaming
 * is another one. Kubernetes renames a link called `..data` beside it instead, through which the file is
 * reached.
 */
export function watchFile(file: string, onChange: () => void): WatchedFile {
  const name = basename(file)
  let watcher: FSWatcher | undefined
  let settling: NodeJS.Timeout | undefined

  function open(): FSWatcher | undefined {
    try {
      const opened = watch(dirname(file), { persistent: false }, (_event, changed) => {
        if (changed !== null && changed !== name && !changed.startsWith('..')) return
        clearTimeout(settling)
        settling = setTimeout(onChange, SETTLE_MS).unref()
      })
      opened.on('error', close)
      return opened
    } catch {
      return undefined
    }
  }
  function close() {
    watcher?.close()
    watcher = undefined
  }

  watcher = open()
  return {
    renew() {
      watcher ??= open()
    },
    [Symbol.dispose]() {
      clearTimeout(settling)
      close()
    },
  }
}
