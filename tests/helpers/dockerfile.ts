import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Instruction {
  /** `RUN`, `COPY` … */
  keyword: string
  /** `--from=web` is `{ from: 'web' }`. */
  options: Record<string, string>
  /** The rest, on one line. */
  text: string
}

export interface Stage {
  name: string
  /** The stage or the image that it goes on from. */
  base: string
  instructions: Instruction[]
}

const ROOT = join(import.meta.dirname, '../..')

/** The stages of the Dockerfile at the root, in their order. Only what that file uses is understood. */
export function readDockerfile(): Stage[] {
  const stages: Stage[] = []
  for (const { keyword, options, text } of readInstructions()) {
    if (keyword === 'FROM') {
      const [base = '', , name = ''] = text.split(/\s+/)
      stages.push({ name, base, instructions: [] })
    } else stages.at(-1)?.instructions.push({ keyword, options, text })
  }
  return stages
}

/** A stage behind those that it goes on from; the image that all of it stands on is the first one's base. */
export function listAncestry(stages: readonly Stage[], name: string): Stage[] {
  const stage = stages.find((one) => one.name === name)
  return stage ? [...listAncestry(stages, stage.base), stage] : []
}

/** What a stage was told with this keyword, by itself or by those that it goes on from. */
export function listTexts(stages: readonly Stage[], name: string, keyword: string): string[] {
  return listAncestry(stages, name)
    .flatMap(({ instructions }) => instructions)
    .filter((one) => one.keyword === keyword)
    .map(({ text }) => text)
}

/** The variables that a stage sets. */
export function readVariables(stages: readonly Stage[], name: string): Record<string, string> {
  const pairs = listTexts(stages, name, 'ENV').flatMap((text) => text.split(/\s+/))
  return Object.fromEntries(pairs.map((pair) => pair.split('=')))
}

/** The words of a command that is written as JSON, which no shell takes apart. */
export function readCommand(text: string): string[] {
  return JSON.parse(text.replace(/^CMD /, ''))
}

function readInstructions(): Instruction[] {
  return readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, keyword = '', flags = '', text = ''] =
        /^([A-Z]+)\s+((?:--\S+\s+)*)(.*)$/.exec(line) ?? []
      const options = [...flags.matchAll(/--([\w-]+)=(\S+)/g)].map(([, name, value]) => [
        name,
        value,
      ])
      return { keyword, options: Object.fromEntries(options), text }
    })
}
