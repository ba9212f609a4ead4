import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerEnvelope } from 'smtp-server'
import type { Mail } from './mail.ts'
import { toMail } from './to-mail.ts'

/** Not an option: nobody is asked who they are, neither here nor at `/_emulator/mails`. */
const host = '127.0.0.1'

const largestMail = 1024 * 1024

export interface SmtpServer {
  /**
   * 0 takes any free port. Answers with `smtp://127.0.0.1:<port>`; rejects with `code: 'EADDRINUSE'` when the port
   * is taken.
   */
  listen(port: number): Promise<string>
  close(): Promise<void>
}

/** Takes every mail for everybody and hands it to `receive`; delivers none. Without TLS and without a password. */
export function createSmtpServer(receive: (mail: Mail) => void): SmtpServer {
  const server = new SMTPServer({
    name: 'localhost',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largestMail,
    rejectOversized: true,
    // A client that keeps its connection for the next mail would hold up `close` for half a minute.
    closeTimeout: 100,
    onData: (stream, { envelope }, done) => {
      readMail(stream, envelope).then(
        (mail) => {
          if (mail !== undefined) receive(mail)
          done()
        },
        () => done(Object.assign(new Error('The mail is not readable.'), { responseCode: 554 })),
      )
    },
  })
  // A client that breaks off is no concern of ours, but an `error` that nobody hears ends the process.
  server.on('error', () => {})
  return {
    async listen(port) {
      const socket = server.listen(port, host)
      await once(socket, 'listening')
      return `smtp://${host}:${(socket.address() as AddressInfo).port}`
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Undefined when it is too large, which the server then answers; it must be read to its end all the same. */
async function readMail(
  stream: SMTPServerDataStream,
  envelope: SMTPServerEnvelope,
): Promise<Mail | undefined> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) {
    if (!stream.sizeExceeded) chunks.push(chunk as Buffer)
  }
  return stream.sizeExceeded ? undefined : toMail(Buffer.concat(chunks), envelope)
}
