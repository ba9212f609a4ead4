// One server of several, as a process of its own. Says when it listens, and ends when it is left.
import { startServer } from '@vestibule/bff'

const server = await startServer(process.env, JSON.parse(process.argv[2] ?? '{}'))
process.on('disconnect', () => server[Symbol.asyncDispose]().then(() => process.exit(0)))
process.send?.('ready')
