// express-session in memory with the person in the session.
import { once } from 'node:events'
import express from 'express'
import session from 'express-session'
import { announce, readReply, toCookie } from './announce.ts'

const app = express()
app.use(session({ secret: 's'.repeat(32), resave: false, saveUninitialized: false }))
app.get('/login', (request, response) => {
  request.session.user = readReply()
  response.json({})
})
app.get('/api/me', (request, response) => {
  if (request.session.user) response.json(request.session.user)
  else response.sendStatus(401)
})
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${server.address().port}`
announce({ url, cookies: [toCookie(await fetch(`${url}/login`))] })
