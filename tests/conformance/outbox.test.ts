import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTenant } from '@vestibule/demo'
import { createEmulator, type Emulator, type Mail } from '@vestibule/emulator'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findBarriers, measureOverflow } from '../e2e/find-barriers.ts'
import { launchBrowser, newPage } from '../helpers/browser.ts'

// A real browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 0 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const send = (mail: SendMailOptions) =>
  createTransport(emulator.smtpUrl).sendMail({
    from: 'vestibule@contoso.test',
    to: 'ada@contoso.test',
    ...mail,
  })

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${emulator.url}/_emulator${path}`, init)

const readMails = async () => ((await (await ask('/mails')).json()) as { items: Mail[] }).items

const portOf = (url: string) => Number(new URL(url).port)

describe('a mail', () => {
  test('is kept as it was sent, for code and over HTTP alike', async () => {
    const before = new Date().toISOString()
    await send({ subject: 'Welcome', text: 'One\n\n.two\nFrom three' })
    expect(emulator.listMails()).toEqual([
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        at: expect.any(String),
        from: 'vestibule@contoso.test',
        to: ['ada@contoso.test'],
        subject: 'Welcome',
        text: 'One\n\n.two\nFrom three',
        html: null,
      },
    ])
    expect((emulator.listMails()[0]?.at ?? '') >= before).toBe(true)
    expect(await readMails()).toEqual(emulator.listMails())
  })

  test('keeps any script in subject, text and names', async () => {
    const subject =
      'Grüße an Łucja: 你好, مرحبا 👋 – and long enough to be folded over several lines'
    const text = `Żółć €\n${'日本語'.repeat(100)}`
    await send({ from: '"Frau Öztürk" <vestibule@contoso.test>', subject, text })
    expect(emulator.listMails()).toMatchObject([
      { from: 'Frau Öztürk <vestibule@contoso.test>', subject, text },
    ])
  })

  test('names all who would get it, blind copies too', async () => {
    await send({
      to: ['"Ada Admin" <ada@contoso.test>', 'tom@contoso.test'],
      cc: 'sara@contoso.test',
      bcc: 'max@contoso.test',
      subject: 'All',
    })
    expect(emulator.listMails()[0]?.to).toEqual([
      'ada@contoso.test',
      'tom@contoso.test',
      'sara@contoso.test',
      'max@contoso.test',
    ])
  })

  test('has its HTML beside its text', async () => {
    await send({ text: 'plain', html: '<p>rich</p>' })
    await send({ html: '<p>rich</p>' })
    const [alone, both] = emulator.listMails()
    expect(alone).toMatchObject({ text: '', html: expect.stringContaining('<p>rich</p>') })
    expect(both).toMatchObject({ text: 'plain', html: expect.stringContaining('<p>rich</p>') })
  })

  test('that is too large is refused, and the next one is taken', async () => {
    const refused = send({ subject: 'Large', text: 'x'.repeat(2 * 1024 * 1024) })
    await expect(refused).rejects.toMatchObject({ responseCode: 552 })
    await send({ subject: 'Small' })
    expect(emulator.listMails().map(({ subject }) => subject)).toEqual(['Small'])
  })

  test('that breaks off is none', async () => {
    const talk = [
      'EHLO localhost',
      'MAIL FROM:<a@contoso.test>',
      'RCPT TO:<b@contoso.test>',
      'DATA',
    ]
    await speak(talk, (socket) => socket.write('Subject: Half\r\n', () => socket.resetAndDestroy()))
    await send({ subject: 'Whole' })
    expect(emulator.listMails().map(({ subject }) => subject)).toEqual(['Whole'])
  })
})

describe('the outbox', () => {
  test('offers neither a password nor TLS', async () => {
    const said = await speak(['EHLO localhost'])
    expect(said).toMatch(/^250[ -]SIZE/m)
    expect(said).not.toMatch(/AUTH|STARTTLS/)
    expect(await speak(['EHLO localhost', 'AUTH PLAIN AGFkYQBwYXNz'])).toMatch(/^500 /m)
    expect(await speak(['EHLO localhost', 'STARTTLS'])).toMatch(/^500 /m)
  })

  test('takes no mail from a web page', async () => {
    await expect(speak(['POST / HTTP/1.1'])).resolves.toContain('421')
  })

  test('is reached on 127.0.0.1 alone', async () => {
    expect(new URL(emulator.smtpUrl).hostname).toBe('127.0.0.1')
    const port = portOf(emulator.smtpUrl)
    expect(await isReachable('127.0.0.1', port)).toBe(true)
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .map(({ address, scopeid }) => (scopeid ? `${address}%${scopeid}` : address))
      .filter((address) => address !== '127.0.0.1')
    for (const address of others)
      expect([address, await isReachable(address, port)]).toEqual([address, false])
    await expect(createEmulator({ port: 0, host: '0.0.0.0' })).rejects.toThrow('127.0.0.1 only')
  })

  test('keeps the newest 200, newest first', async () => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: portOf(emulator.smtpUrl),
      pool: true,
      maxConnections: 1,
      maxMessages: 1000,
    })
    for (let number = 1; number <= 203; number += 1) {
      await transport.sendMail({
        from: 'a@contoso.test',
        to: 'b@contoso.test',
        subject: `${number}`,
      })
    }
    transport.close()
    const expected = Array.from({ length: 200 }, (_, index) => `${203 - index}`)
    expect(emulator.listMails().map(({ subject }) => subject)).toEqual(expected)
  })

  test('is emptied by DELETE, by clearMails and by a reset', async () => {
    await send({ subject: 'One' })
    expect((await ask('/mails', { method: 'DELETE' })).status).toBe(204)
    expect(await readMails()).toEqual([])
    await send({ subject: 'Two' })
    emulator.clearMails()
    expect(emulator.listMails()).toEqual([])
    await send({ subject: 'Three' })
    emulator.reset()
    expect(emulator.listMails()).toEqual([])
    await send({ subject: 'Four' })
    expect(emulator.listMails()).toHaveLength(1)
  })

  test('is neither read nor emptied by a page of another origin', async () => {
    await send({ subject: 'Mine' })
    const headers = { origin: 'http://localhost:3000' }
    expect((await ask('/mails', { headers })).status).toBe(403)
    expect((await ask('/mails', { method: 'DELETE', headers })).status).toBe(403)
    expect((await ask('/outbox', { headers })).status).toBe(403)
    expect(emulator.listMails()).toHaveLength(1)
  })

  test('takes the port it is told, gives it back, and does not wait for idle clients', async () => {
    const smtpPort = await findFreePort()
    const other = await createEmulator({ port: 0, smtpPort, users: 0 })
    expect(other.smtpUrl).toBe(`smtp://127.0.0.1:${smtpPort}`)
    const taken = createEmulator({ port: 0, smtpPort, users: 0 })
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' })
    const idle = connect(smtpPort, '127.0.0.1')
    await once(idle, 'data')
    const began = performance.now()
    await other.close()
    expect(performance.now() - began).toBeLessThan(5000)
    idle.destroy()
    expect(await isReachable('127.0.0.1', smtpPort)).toBe(false)
    await using again = await createEmulator({ port: 0, smtpPort, users: 0 })
    expect(again.listMails()).toEqual([])
  })
})

describe('the page at /_emulator/outbox', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('is linked from the control page and shows the newest mail first', async () => {
    await send({ subject: 'First', text: 'One\nTwo' })
    await send({ subject: 'Second', to: ['tom@contoso.test', 'sara@contoso.test'], text: 'Three' })
    const page = await newPage(browser)
    await page.goto(`${emulator.url}/_emulator`)
    await page.getByRole('link', { name: 'Show mails (2)' }).click()
    const mails = page.getByRole('article')
    expect(await mails.getByRole('heading').allTextContents()).toEqual(['Second', 'First'])
    const newest = (await mails.first().textContent()) ?? ''
    expect(newest).toContain('To tom@contoso.test, sara@contoso.test, from vestibule@contoso.test')
    expect(newest).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/)
    expect(await mails.last().getByText('One').textContent()).toBe('One\nTwo')
    expect(page.problems).toEqual([])
    await page.context().close()
  })

  test('nothing of a mail becomes markup', async () => {
    const hostile = `"><script>document.title='taken'</script><img src=x onerror=alert(1)> '&lt;`
    await send({
      from: { name: hostile, address: 'vestibule@contoso.test' },
      subject: hostile,
      text: `${hostile} javascript:alert(1) https://contoso.test/"onmouseover="alert(1)`,
      html: '<h1>HTML of the mail</h1><script>document.title="taken"</script>',
    })
    const source = await (await ask('/outbox')).text()
    expect(source).not.toMatch(/<script|<img|HTML of the mail/)
    const page = await newPage(browser)
    await page.goto(`${emulator.url}/_emulator/outbox`)
    const mail = page.getByRole('article')
    expect(await mail.getByRole('heading').textContent()).toBe(hostile)
    expect(await mail.textContent()).toContain(`from ${hostile} <vestibule@contoso.test>`)
    expect(await mail.textContent()).toContain(`${hostile} javascript:alert(1)`)
    const links = await mail
      .getByRole('link')
      .evaluateAll((all) =>
        all.map((link) => [...link.attributes].map(({ name, value }) => `${name}=${value}`)),
      )
    expect(links).toEqual([['href=https://contoso.test/', 'rel=noreferrer']])
    expect(await page.title()).toBe('Outbox · Demo tenant')
    expect(page.problems).toEqual([])
    await page.context().close()
  })

  test('addresses in the text are links, without what follows them in a sentence', async () => {
    const link = `http://localhost:3000/register/confirm?token=${'aZ_-'.repeat(10)}-&x=1#top`
    const text = `Open ${link}.\n(Or https://contoso.test/help, HTTPS://CONTOSO.TEST/2)\nhttp://\nftp://no.test`
    await send({ text })
    const page = await newPage(browser)
    await page.goto(`${emulator.url}/_emulator/outbox`)
    const mail = page.getByRole('article')
    const links = mail.getByRole('link')
    const addresses = [link, 'https://contoso.test/help', 'HTTPS://CONTOSO.TEST/2']
    expect(await links.allTextContents()).toEqual(addresses)
    expect(await links.first().getAttribute('href')).toBe(link)
    expect(await mail.getByText('Open').textContent()).toBe(text)
    await page.context().close()
  })

  test('is accessible in light and dark and fits 360 pixels, empty or not', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      emulator.clearMails()
      const page = await newPage(browser, { colorScheme, viewport: { width: 360, height: 740 } })
      await page.goto(`${emulator.url}/_emulator/outbox`)
      await page.getByText('None so far.').waitFor()
      expect(await findBarriers(page)).toEqual([])
      await send({
        to: Array.from({ length: 20 }, (_, index) => `${'person'.repeat(8)}${index}@contoso.test`),
        subject: 'Unbroken'.repeat(40),
        text: `مرحبا بكم https://contoso.test/${'a'.repeat(200)}\n${'b'.repeat(200)}`,
        html: '<p>rich</p>',
      })
      await send({ subject: '', text: '' })
      await page.reload()
      expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toBe('No subject')
      expect(await findBarriers(page)).toEqual([])
      expect(await measureOverflow(page)).toBe(0)
      expect(page.problems).toEqual([])
      await page.context().close()
    }
  })
})

describe('the demo', () => {
  test('points Vestibule at the outbox, unless there is a mail server of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vestibule-outbox-'))
    const readSmtpUrl = async (own: Record<string, string>) => {
      const source: Record<string, string> = {
        DATA_DIR: folder,
        EMULATOR_PORT: '0',
        EMULATOR_USERS: '0',
        ...own,
      }
      const { emulator: tenant, environment } = await startTenant(source)
      await tenant.close()
      return { outbox: tenant.smtpUrl, told: { ...source, ...environment }.SMTP_URL }
    }
    for (const own of [{}, { SMTP_URL: ' ' }]) {
      const { outbox, told } = await readSmtpUrl(own)
      expect(told).toBe(outbox)
    }
    const SMTP_URL = 'smtps://mail.contoso.test'
    expect((await readSmtpUrl({ SMTP_URL })).told).toBe(SMTP_URL)
    expect((await readSmtpUrl({ SMTP_URL_FILE: 'smtp-url' })).told).toBeUndefined()
    rmSync(folder, { recursive: true })
  })
})

/** Says lines to the outbox, each after the answer to the one before; answers with all it said, or after `end`. */
async function speak(
  lines: string[],
  end: (socket: Socket) => unknown = (socket) => socket.end(),
): Promise<string> {
  const socket = connect(portOf(emulator.smtpUrl), '127.0.0.1').setEncoding('utf8')
  const closed = once(socket, 'close')
  let said = ''
  const left = [...lines]
  socket.on('data', (text: string) => {
    said += text
    // A line with a space behind the number is an answer's last (RFC 5321, section 4.2.1).
    if (!/^\d{3} .*\r\n$/m.test(text)) return
    const line = left.shift()
    if (line === undefined) end(socket)
    else socket.write(`${line}\r\n`)
  })
  await closed
  return said
}

async function isReachable(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: 2000 })
  const outcome = await Promise.race([
    once(socket, 'connect').then(
      () => true,
      () => false,
    ),
    once(socket, 'timeout').then(
      () => false,
      () => false,
    ),
  ])
  socket.destroy()
  return outcome
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
