import type { IncomingMessage } from 'node:http'
import { createServer, type Server, type ServerResponse } from 'node:http'

/** A port that is listened on before there is a server for it, so that its address can be told to who needs it first. */
export interface Listening {
  readonly url: string
  /** From now on this server answers; what came before waits for it. */
  serve(server: Server): void
  close(): Promise<void>
}

/**
 * @param port 0 for any free one
 * @param variable the environment variable that names the port, for the message
 * @throws Error when the port is taken
 */
export async function listenOn(port: number, variable: string): Promise<Listening> {
  const waiting: [IncomingMessage, ServerResponse][] = []
  let answering: Server | undefined
  const front = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (answering) answering.emit('request', request, response)
    else waiting.push([request, response])
  })
  await new Promise<void>((ready, fail) => {
    front.once('error', (error) =>
      fail(new Error(`port ${port} cannot be listened on: set ${variable} to another (${error.message})`)),
    )
    front.listen(port, '127.0.0.1', ready)
  })
  const address = front.address()
  const own = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://127.0.0.1:${own}`,
    serve: (server) => {
      answering = server
      for (const [request, response] of waiting.splice(0)) server.emit('request', request, response)
    },
    close: () =>
      new Promise((closed) => {
        front.close(() => closed())
        front.closeAllConnections()
      }),
  }
}
