import { hash } from 'node:crypto'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files with browsers and processes, which take half a minute each: one at the end would keep a worker waiting. */
const LONG = /\/tests\/(?:e2e|cluster)\//

/** Shuffles the files, so that none comes to need another, but begins with the long ones. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence
    const toPlace = ({ moduleId }: TestSpecification) =>
      `${LONG.test(moduleId) ? 0 : 1} ${hash('sha1', `${seed} ${moduleId}`)}`
    const places = new Map(files.map((file) => [file, toPlace(file)]))
    return files.toSorted((a, b) => ((places.get(a) ?? '') < (places.get(b) ?? '') ? -1 : 1))
  }
}
