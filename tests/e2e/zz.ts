import { launchBrowser } from '../helpers/browser.ts'
import { openPage } from './open-page.ts'
import { startSite } from './site.ts'

const site = await startSite()
const browser = await launchBrowser()
const out = '/tmp/shots/'
const look = process.env.LOOK ?? 'light'
const width = Number(process.env.W ?? 1280)
const locale = process.env.LOC ?? 'en-GB'
const page = await openPage(browser, {
  viewport: { width, height: 800 },
  colorScheme: look as 'light',
  locale,
})
const shot = async (name: string) => {
  await page.waitForLoadState('networkidle')
  await page.screenshot({
    path: `${out}${name}-${look}-${width}-${locale.slice(0, 2)}.png`,
    fullPage: true,
  })
}
await import(process.env.SCRIPT ?? '').then((m) => m.run({ site, browser, page, shot }))
console.log(page.problems)
await browser.close()
await site[Symbol.asyncDispose]()
process.exit(0)
