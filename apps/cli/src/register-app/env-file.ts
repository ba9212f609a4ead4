import { existsSync, readFileSync, rmSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { writePrivateFile } from '@vestibule/bff/config'

/** Variables by name; undefined takes one out. */
export type EnvChanges = Record<string, string | undefined>

const BEGIN =
  '# >>> written by `pnpm cli register-app`; `pnpm cli unregister-app` takes it out >>>\n'
const END = '# <<< register-app <<<\n'
const BLOCK = new RegExp(`\n?${BEGIN}([\\s\\S]*?)${END}`)

/** A variable and its value, which in quotes may go on over lines. What is a comment does not begin so. */
const ASSIGNMENT =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:'[^']*'|"[^"]*"|`[^`]*`)?[^\n]*(?:\n|$)/gm

/**
 * An environment file that belongs to somebody else. What is written into it stands in a block of its own;
 * all other lines stay as they are, byte for byte, but for those that say something else of the same variable.
 */
export class EnvFile {
  readonly path: string
  #text: string

  /** The file need not be there. */
  constructor(path: string) {
    this.path = path
    this.#text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  }

  /** What stands in it, trimmed. An empty value counts as none. */
  read(name: string): string | undefined {
    return parseEnv(this.#text)[name]?.trim() || undefined
  }

  /** The variables that were written here before, and still stand where they were written. */
  readOwn(): Record<string, string | undefined> {
    return parseEnv(BLOCK.exec(this.#text)?.[1] ?? '')
  }

  /** What of this is not so already. */
  toChanges(wanted: EnvChanges): EnvChanges {
    return Object.fromEntries(
      Object.entries(wanted).filter(([name, value]) => this.read(name) !== value),
    )
  }

  /** Sets variables, in a file for its owner's eyes alone. */
  write(changes: EnvChanges): void {
    const names = new Set(Object.keys(changes))
    const without = (text: string) =>
      text.replace(ASSIGNMENT, (whole, name: string) => (names.has(name) ? '' : whole))
    const kept = without(this.#text)
    const lines = Object.entries(changes).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${quote(value)}\n`],
    )
    const own = `${BLOCK.exec(kept)?.[1] ?? ''}${lines.join('')}`
    // A function, or dollar signs in a secret would mean something.
    const next = BLOCK.test(kept)
      ? kept.replace(BLOCK, () => toBlock(own))
      : `${kept}${toBlock(own)}`
    this.#save(next.startsWith(`\n${BEGIN}`) ? next.slice(1) : next)
  }

  /** Takes out what was written. A file with nothing else in it goes. */
  removeOwn(): void {
    this.#save(this.#text.replace(BLOCK, ''))
  }

  #save(text: string): void {
    this.#text = text
    if (text === '') rmSync(this.path, { force: true })
    else writePrivateFile(this.path, text)
  }
}

/** With an empty line before it, where it is not the first; it goes when the block goes. */
function toBlock(own: string): string {
  return own === '' ? '' : `\n${BEGIN}${own}${END}`
}

/** As Node reads it (`util.parseEnv`): `#` begins a comment outside quotes, and quotes do not nest. */
function quote(value: string): string {
  if (/^[\w.:/@~+,=%-]*$/.test(value)) return value
  const mark = ["'", '`', '"'].find((one) => !value.includes(one)) ?? ''
  return `${mark}${value}${mark}`
}
