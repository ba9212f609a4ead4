import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { createApplicationToken, createUserToken } from './token-driver.ts'

// A real browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let emulator: Emulator
let token: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 60 })
})
beforeEach(async () => {
  emulator.reset()
  token = await createUserToken(emulator, 'Ada Admin', 'User.Read User.ReadBasic.All')
})
afterAll(() => emulator.close())

const get = (
  path: string,
  headers: Record<string, string> = {},
  bearer = token,
): Promise<Response> =>
  fetch(`${emulator.url}/v1.0${path}`, {
    headers: { authorization: `Bearer ${bearer}`, ...headers },
  })

const sizes = [48, 64, 96, 120, 240, 360, 432, 504, 648]

interface Seen {
  width: number
  height: number
  colours: number
}

/** What a browser makes of the bytes. */
async function decode(photos: Buffer[]): Promise<Seen[]> {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    const texts = photos.map((photo) => photo.toString('base64'))
    const script = `Promise.all(${JSON.stringify(texts)}.map(async (text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }))
      const { width, height } = bitmap
      const context = new OffscreenCanvas(width, height).getContext('2d')
      context.drawImage(bitmap, 0, 0)
      const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)
      return { width, height, colours: new Set(pixels).size }
    }))`
    return (await page.evaluate(script)) as Seen[]
  } finally {
    await browser.close()
  }
}

describe('photos', () => {
  test('every size is a JPEG that a browser decodes to that size, with a picture in it', async () => {
    const photos: Buffer[] = []
    for (const size of sizes) {
      const answer = await get(`/me/photos/${size}x${size}/$value`)
      expect(answer.headers.get('content-type')).toBe('image/jpeg')
      photos.push(Buffer.from(await answer.arrayBuffer()))
    }
    const seen = await decode(photos)
    expect(seen.map(({ width, height }) => [width, height])).toEqual(
      sizes.map((size) => [size, size]),
    )
    for (const { colours } of seen) expect(colours).toBeGreaterThan(20)
    for (const { length } of photos) expect(length).toBeLessThan(6000)
  })

  test('people have different ones, the same one every time', async () => {
    const read = async (path: string): Promise<string> =>
      Buffer.from(await (await get(path)).arrayBuffer()).toString('base64')
    const names = ['ada', 'tom', 'sara', 'gwen', 'uma', 'noor', 'lena']
    const read96 = (name: string) => read(`/users/${name}@contoso.test/photos/96x96/$value`)
    const photos = await Promise.all(names.map(read96))
    expect(new Set(photos).size).toBe(names.length)
    expect(await read96('ada')).toBe(photos[0])
    expect(await read('/me/photos/96X96/$value')).toBe(photos[0])
  })

  test('metadata names type, ETag and size, the largest one by default', async () => {
    const { id } = emulator.people[0] ?? {}
    const metadata = (await (await get('/me/photo')).json()) as Record<string, unknown>
    expect(metadata).toEqual({
      '@odata.context': `${emulator.url}/v1.0/$metadata#users('${id}')/photo/$entity`,
      '@odata.mediaContentType': 'image/jpeg',
      '@odata.mediaEtag': expect.stringMatching(/^"[\dA-F]{32}"$/),
      id: 'default',
      width: 648,
      height: 648,
    })
    const value = await get('/me/photo/$value')
    expect(value.headers.get('etag')).toBe(metadata['@odata.mediaEtag'])
    expect(await (await get('/me/photos/48x48')).json()).toMatchObject({ id: '48x48', width: 48 })
    const all = (await (await get('/me/photos')).json()) as { value: { width: number }[] }
    expect(all.value.map(({ width }) => width)).toEqual(sizes)
  })

  test('If-None-Match with the ETag is 304 without a body', async () => {
    const etag = (await get('/me/photos/48x48/$value')).headers.get('etag') ?? ''
    const again = await get('/me/photos/48x48/$value', { 'if-none-match': `W/"x", ${etag}` })
    expect(again.status).toBe(304)
    expect(again.headers.get('etag')).toBe(etag)
    expect((await again.arrayBuffer()).byteLength).toBe(0)
    const other = await get('/me/photos/64x64/$value', { 'if-none-match': etag })
    expect(other.status).toBe(200)
  })

  test.each([
    '/users/max@contoso.test/photo',
    '/users/max@contoso.test/photo/$value',
    '/users/max@contoso.test/photos/48x48/$value',
    '/me/photos/50x50/$value',
  ])('%s is 404 ImageNotFound', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({
      error: {
        code: 'ImageNotFound',
        message:
          "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
      },
    })
  })

  test('some generated people have one and some have none', async () => {
    const { value } = (await (await get('/users?$select=id&$top=999')).json()) as {
      value: { id: string }[]
    }
    const statuses = await Promise.all(
      value.slice(-40).map(async ({ id }) => (await get(`/users/${id}/photo`)).status),
    )
    expect(new Set(statuses)).toEqual(new Set([200, 404]))
  })

  test('User.Read opens the own photo only, others are ErrorAccessDenied', async () => {
    const own = await createUserToken(emulator, 'Tom Teacher', 'User.Read')
    expect((await get('/me/photo/$value', {}, own)).status).toBe(200)
    expect((await get('/users/tom@contoso.test/photo', {}, own)).status).toBe(200)
    const refused = await get('/users/ada@contoso.test/photo/$value', {}, own)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({
      error: {
        code: 'ErrorAccessDenied',
        message: 'Access is denied. Check credentials and try again.',
      },
    })
  })

  test.each(['ProfilePhoto.Read.All', 'User.Read.All'])('%s opens the others', async (scope) => {
    const able = await createUserToken(emulator, 'Tom Teacher', scope)
    expect((await get('/users/ada@contoso.test/photo', {}, able)).status).toBe(200)
  })

  test('an application sees photos and has none itself', async () => {
    const application = await createApplicationToken(emulator)
    expect((await get('/users/ada@contoso.test/photo', {}, application)).status).toBe(200)
    expect((await get('/me/photo', {}, application)).status).toBe(400)
  })

  test('a photo can be given and taken by the control endpoint', async () => {
    emulator.updateUser('max@contoso.test', { hasPhoto: true })
    expect((await get('/users/max@contoso.test/photo')).status).toBe(200)
  })
})
