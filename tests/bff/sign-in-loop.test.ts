import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Visitor } from '../helpers/visitor.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

/** What a browser says of a navigation that a page began, and of one that a person began. */
const AUTOMATIC = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' }
const CLICK = { ...AUTOMATIC, 'sec-fetch-user': '?1' }
const BROKEN = `${APP_ORIGIN}/sign-in?error=sign_in_loop&ref=`
const SECOND = 1 / 60

let world: World
let passed = 0
beforeAll(async () => {
  world = await startWorld({ users: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  world.passTime(-passed)
  passed = 0
})

function passSeconds(seconds: number) {
  world.passTime(seconds * SECOND)
  passed += seconds * SECOND
}

/** Where a start leads. */
async function start(visitor: Visitor, headers: Record<string, string>, path = '/auth/login') {
  return String((await visitor.open(path, headers)).headers.location)
}

async function startAutomatically(visitor: Visitor, times: number) {
  const places: string[] = []
  for (let time = 0; time < times; time += 1) places.push(await start(visitor, AUTOMATIC))
  return places
}

const isStarted = (place: string) => place.startsWith(world.emulator.url)

describe('sign-ins that begin by themselves', () => {
  it('are broken at the sixth within five seconds, and the person is told where they were', async () => {
    const visitor = world.visit()
    const places = await startAutomatically(visitor, 5)
    expect(places.every(isStarted)).toBe(true)
    expect(await start(visitor, AUTOMATIC, '/auth/login?returnTo=/users')).toMatch(BROKEN)
    const place = await start(visitor, AUTOMATIC, '/auth/login?returnTo=/users')
    expect(new URL(place).searchParams.get('returnTo')).toBe('/users')
  })

  it('are started again when five seconds have passed', async () => {
    const visitor = world.visit()
    await startAutomatically(visitor, 5)
    expect(await start(visitor, AUTOMATIC)).toMatch(BROKEN)
    passSeconds(5)
    expect(isStarted(await start(visitor, AUTOMATIC))).toBe(true)
  })

  it('one in two seconds go on for ever', async () => {
    const visitor = world.visit()
    for (let time = 0; time < 12; time += 1) {
      expect(isStarted(await start(visitor, AUTOMATIC))).toBe(true)
      passSeconds(2)
    }
  })

  it('of claims challenges are counted too', async () => {
    const visitor = await world.signIn()
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    world.emulator.addFault({ match: 'users', kind: 'cae' })
    const { signInUrl } = (await visitor.get('/api/users?top=1')).json()
    world.emulator.clearFaults()
    for (let time = 0; time < 5; time += 1) {
      expect(isStarted(await start(visitor, AUTOMATIC, signInUrl))).toBe(true)
    }
    expect(await start(visitor, AUTOMATIC, signInUrl)).toMatch(BROKEN)
  })

  it('are counted for one browser, in one small cookie that lasts as long', async () => {
    const [visitor, other] = [world.visit(), world.visit()]
    await startAutomatically(visitor, 4)
    const { cookies } = await visitor.open('/auth/login', AUTOMATIC)
    const [counted] = cookies.filter(({ name }) => name === 'vl-3000')
    expect(counted).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 5 })
    expect(counted?.value.length).toBeLessThan(60)
    expect(isStarted(await start(other, AUTOMATIC))).toBe(true)
  })

  it.each(['', 'x', '....', 'zzzzzzzzzzzzzzzz.'.repeat(40), '%00'])(
    'a cookie that counts nothing (%j) stops nobody',
    async (value) => {
      const visitor = world.visit()
      visitor.cookies.set('vl-3000', value)
      expect((await startAutomatically(visitor, 5)).every(isStarted)).toBe(true)
    },
  )
})

describe('a click', () => {
  it('is never counted, however fast they come', async () => {
    const visitor = world.visit()
    for (let time = 0; time < 12; time += 1) {
      expect(isStarted(await start(visitor, CLICK))).toBe(true)
    }
    expect(visitor.cookies.has('vl-3000')).toBe(false)
  })

  it('leads on where what began by itself was broken', async () => {
    const visitor = world.visit()
    await startAutomatically(visitor, 5)
    expect(await start(visitor, AUTOMATIC)).toMatch(BROKEN)
    expect(isStarted(await start(visitor, CLICK))).toBe(true)
  })
})

it('a browser that says nothing of its navigations is never stopped', async () => {
  const visitor = world.visit()
  for (let time = 0; time < 7; time += 1) expect(isStarted(await start(visitor, {}))).toBe(true)
})
