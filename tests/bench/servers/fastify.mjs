// The floor: no session, no headers, nothing but the reply.
import fastify from 'fastify'
import { announce, readReply } from './announce.ts'

const reply = readReply()
const app = fastify()
app.get('/api/me', async () => reply)
announce({ url: await app.listen({ host: '127.0.0.1', port: 0 }), cookies: [''] })
