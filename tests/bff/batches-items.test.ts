import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EndedBatch, listItems, listOrdinary, runBatch } from '../helpers/batches.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

const FORMULA = '=HYPERLINK("https://evil.test","click")'

let world: World
let ada: Visitor
let ended: EndedBatch
beforeAll(async () => {
  world = await startWorld({ users: 100 })
  ada = await world.signIn()
  const plain = listOrdinary(world, 25)
  world.emulator.updateUser(plain[0] ?? '', { jobTitle: '+1-555', displayName: '@SUM(A1:A9)' })
  const users = [...plain, 'nobody@contoso.test', FORMULA, 'dana@contoso.test']
  ended = await runBatch(ada, { action: 'disable', users, reason: 'Left' })
})
afterAll(() => world[Symbol.asyncDispose]())

const at = () => `/api/user-batches/${ended.batch.id}/items`

it('items come in pages, each once and in the order of their lines', async () => {
  const lines: number[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const reply = await ada.get(`${at()}?top=10${cursor && `&cursor=${cursor}`}`)
    const page = reply.json()
    expect(page.items.length).toBeLessThanOrEqual(10)
    lines.push(...page.items.map(({ line }: { line: number }) => line))
    cursor = page.nextCursor
  }
  expect(lines).toEqual(Array.from({ length: 28 }, (_, index) => index + 1))
})

it.each([
  ['&outcome=notFound', ['nobody@contoso.test']],
  ['&outcome=notFound&outcome=unchanged', ['nobody@contoso.test', 'dana@contoso.test']],
  ['&outcome=refused', [FORMULA]],
  ['&outcome=pending', []],
])('items are picked by what they came to: %s', async (query, inputs) => {
  const { items } = await listItems(ada, ended.batch.id, query)
  expect(items.map(({ input }) => input)).toEqual(inputs)
})

it('an outcome that is none is refused', async () => {
  expect((await ada.get(`${at()}?outcome=done`)).statusCode).toBe(400)
})

it('as CSV all of them come at once, for Excel, and nothing in it is calculated', async () => {
  const reply = await ada.get(at(), { accept: 'text/csv' })
  expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(reply.headers['content-disposition']).toMatch(/^attachment; filename="batch-[\w-]+\.csv"$/)
  expect(reply.headers['cache-control']).toBe('no-store')
  const [heading, ...rows] = reply.body.trimEnd().split('\r\n')
  expect(heading).toBe(
    '\ufeffline,input,userId,userPrincipalName,displayName,outcome,before,after,jobTitle,accountEnabled,code,message,graphRequestId,attempts,at,userType,directoryRoles',
  )
  expect(rows).toHaveLength(28)
  expect(rows[0]).toMatch(/"'@SUM\(A1:A9\)",succeeded,true,false,"'\+1-555",true/)
  expect(reply.body).toContain(`"'=HYPERLINK(""https://evil.test"",""click"")"`)
  expect(reply.body).not.toMatch(/(^|,|")[=@]/m)
})

it('as CSV those of one outcome alone as well', async () => {
  const reply = await ada.get(`${at()}?outcome=unchanged`, { accept: 'text/csv' })
  expect(reply.body.trimEnd().split('\r\n')).toHaveLength(2)
})
