// @fastify/session in memory with the person in the session.
import cookie from '@fastify/cookie'
import session from '@fastify/session'
import fastify from 'fastify'
import { announce, readReply, toCookie } from './announce.ts'

const app = fastify()
await app.register(cookie)
await app.register(session, {
  secret: 's'.repeat(32),
  cookie: { secure: false },
  rolling: false,
  saveUninitialized: false,
})
app.get('/login', async (request) => {
  request.session.user = readReply()
  return {}
})
app.get('/api/me', async (request, reply) => request.session.user ?? reply.code(401).send())
const url = await app.listen({ host: '127.0.0.1', port: 0 })
announce({ url, cookies: [toCookie(await fetch(`${url}/login`))] })
