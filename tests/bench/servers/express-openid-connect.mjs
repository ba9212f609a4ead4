// express-openid-connect as it comes, session in the cookie, signed in through the demo tenant.
import { once } from 'node:events'
import { createServer } from 'node:http'
import express from 'express'
import openidConnect from 'express-openid-connect'
import { createBrowser, signIn } from '../../helpers/sign-in-driver.ts'
import { announce, readReply, toCookie } from './announce.ts'

// It is CommonJS whose exports Node cannot name.
const { auth, requiresAuth } = openidConnect
const [, , , issuerBaseURL, clientID] = process.argv
// Its address is part of its configuration, so the port comes first.
const server = createServer().listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()
const url = `http://127.0.0.1:${port}`
const reply = readReply()

const app = express()
app.use(
  auth({
    baseURL: `http://localhost:${port}`,
    issuerBaseURL,
    clientID,
    clientSecret: 'demo-web-secret',
    secret: 's'.repeat(32),
    authRequired: false,
    authorizationParams: {
      response_type: 'code',
      response_mode: 'query',
      scope: 'openid profile email offline_access User.Read',
    },
    routes: { callback: '/auth/callback' },
  }),
)
app.get('/api/me', requiresAuth(), (_request, response) => {
  response.json(reply)
})
server.on('request', app)

const started = await fetch(`${url}/login`, { redirect: 'manual' })
const answer = await signIn(createBrowser(), started.headers.get('location'), 'Ada Admin')
const finished = await fetch(url + answer.pathname + answer.search, {
  headers: { cookie: toCookie(started) },
  redirect: 'manual',
})
announce({ url, cookies: [toCookie(finished)] })
