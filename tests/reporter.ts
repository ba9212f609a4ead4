import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node'

/** What the reporter leaves for `scripts/test.ts`. */
export interface TestCount {
  passed: number
  failed: number
  /** Tests that did not run. There must be none, so each is in `failed` too. */
  notRun: string[]
}

/**
 * Counts, and writes the count to the file named in `TEST_COUNT_FILE`. It prints nothing: what the
 * last tests write to stderr could still come after it, and the count must be the last line.
 */
export default class CountReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest) {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]) {
    const file = process.env.TEST_COUNT_FILE
    if (!file) return
    const count: TestCount = { passed: 0, failed: unhandled.length, notRun: [] }
    for (const module of modules) this.#countModule(module, count)
    writeFileSync(file, JSON.stringify(count))
  }

  #countModule(module: TestModule, count: TestCount) {
    // A file that does not load, or a hook that throws, fails without a failed test.
    const groups: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()]
    count.failed += groups.filter((group) => group.errors().length > 0).length
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') count.passed++
      else if (state === 'failed') count.failed++
      else if (this.#isAskedFor(test)) {
        count.failed++
        count.notRun.push(`${module.relativeModuleId} > ${test.fullName}`)
      }
    }
  }

  /** With `-t name` Vitest calls every other test skipped. */
  #isAskedFor(test: TestCase): boolean {
    const pattern = this.#vitest?.config.testNamePattern
    if (!pattern) return true
    const names = [test.name]
    let parent = test.parent
    while (parent.type === 'suite') {
      names.unshift(parent.name)
      parent = parent.parent
    }
    return pattern.test(names.join(' '))
  }
}
