import { expectSoon } from './expect-soon.ts'
import type { Site } from './site.ts'

/** The link of the mail that is on its way to somebody. */
export async function readMailLink({ emulator }: Site, to: string): Promise<string> {
  const find = async () => {
    const mail = emulator.listMails().find((one) => one.to.includes(to))
    return /https?:\/\/\S+#\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  }
  await expectSoon(find).not.toBe('')
  return find()
}
