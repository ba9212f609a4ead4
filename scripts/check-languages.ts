import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { copyPackage } from './copy-package.ts'
import { findLiteralTexts } from './find-literal-texts.ts'
import { BIN, ROOT, runNode } from './run-command.ts'

// Every text that a person can see goes through Lingui's macros, and is there in every language.
// That the catalogues hold what the sources say is for `generate.ts --check`.

const WEB = join(ROOT, 'apps/web')
/** A language that nobody speaks: English with accents, made here and never shipped. */
const PSEUDO = 'en-XA'

const complaints = [...findLiterals(), ...(await compileCatalogues())]
for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exitCode = 1

/** Texts that stand in the sources as they are. */
function findLiterals(): string[] {
  const paths = globSync('src/**/*.tsx', { cwd: WEB }).toSorted()
  // Looking at nothing would pass for ever.
  if (paths.length === 0) throw new Error(`There is no src/**/*.tsx in ${WEB}.`)
  return paths.flatMap((path) =>
    findLiteralTexts(readFileSync(join(WEB, path), 'utf8')).map(
      ({ line, text }) => `apps/web/${path}:${line}  goes through no macro of Lingui: ${text}`,
    ),
  )
}

/**
 * Makes every catalogue, of which a text without a translation is the end, and one of a language that
 * nobody speaks: a text that is the same in it has escaped.
 */
async function compileCatalogues(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-languages-'))
  try {
    const web = copyPackage(WEB, folder)
    writeFileSync(
      join(web, 'pseudo.config.ts'),
      `import config from './lingui.config.ts'
export default { ...config, locales: [...config.locales, '${PSEUDO}'], pseudoLocale: '${PSEUDO}' }
`,
    )
    const lingui = join(ROOT, BIN.lingui)
    const options = ['--config', 'pseudo.config.ts']
    for (const args of [
      ['extract', '--clean'],
      ['compile', '--strict', '--namespace', 'es'],
    ]) {
      const { isOk, output } = await runNode([lingui, ...args, ...options], { cwd: web })
      if (!isOk) return [output]
    }
    const catalogues = globSync(`src/locales/**/${PSEUDO}.{js,mjs}`, { cwd: web })
    if (catalogues.length === 0) return [`No catalogue of ${PSEUDO} was made.`]
    const found = await Promise.all(catalogues.map((path) => findPlain(join(web, path))))
    return found.flat()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function findPlain(path: string): Promise<string[]> {
  const { messages } = await import(pathToFileURL(path).href)
  return Object.entries(messages)
    .filter(([, message]) => !/[^\p{ASCII}“”’…–·]/u.test(JSON.stringify(message)))
    .map(([id, message]) => `${id} stays as it is in ${PSEUDO}: ${JSON.stringify(message)}`)
}
