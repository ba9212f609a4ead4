import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Two pages and an asset that can be told apart; the real ones are the browser tests' business. */
export function createWebRoot(): string {
  const webRoot = mkdtempSync(join(tmpdir(), 'vestibule-web-'))
  const meta = '<meta name="vestibule-authority" content="unknown">'
  mkdirSync(join(webRoot, 'assets'))
  writeFileSync(join(webRoot, 'index.html'), `${meta}<p>the application</p>`)
  writeFileSync(
    join(webRoot, 'sign-in.html'),
    `<html lang="en">${meta}<p>the sign-in page</p></html>`,
  )
  writeFileSync(join(webRoot, 'api-docs.html'), '<p>the API reference</p>')
  writeFileSync(join(webRoot, 'assets/main-abc.js'), 'export {}')
  return webRoot
}
