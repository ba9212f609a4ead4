import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '../..')
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
}

/** Somebody else's site, on an origin of its own. */
interface PageServer extends AsyncDisposable {
  origin: string
  /** What stands at a path, instead of a file of the folder. */
  files: Map<string, string>
}

/** @param folder what it serves, if anything */
export async function startPageServer({ folder }: { folder?: string }): Promise<PageServer> {
  const files = new Map<string, string>()
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : String(request.url).split(/[?#]/)[0]
    try {
      const body = files.get(String(path)) ?? readFileSync(join(folder ?? '', String(path)))
      response.setHeader('content-type', TYPES[extname(String(path))] ?? 'text/plain')
      response.end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    files,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The example page of the client's package, as whoever copies it would build it. */
export async function buildExamplePage(folder: string): Promise<void> {
  const page = join(ROOT, 'packages/client/examples/page')
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const args = ['build', '--config', join(page, 'vite.config.ts'), '--outDir', folder]
  await promisify(execFile)(process.execPath, [vite, ...args, '--emptyOutDir'])
}
