// What `payersim run` and its process inside the namespace say to each other, over Node's channel.

/** A socket to listen on inside; it is handed out, and connections are taken outside. */
export interface Listener {
  id: number
  address: string
  port: number
  /** The machine may lack the address: not all have IPv6. */
  optional?: true
}

export type ToInside =
  | {
      kind: 'prepare'
      /** Files and folders to lay over others, in this order. */
      binds: Array<{ from: string; over: string }>
      listeners: Listener[]
      /** Addresses of the name server. */
      nameServers: string[]
      /** An empty folder, to mount what is needed for a moment. */
      spare: string
      /** The folder of the run, removed here where `payersim run` is gone. */
      folder: string
    }
  | { kind: 'start'; command: string; args: readonly string[]; env: Record<string, string> }
  | { kind: 'signal'; signal: NodeJS.Signals }
  | { kind: 'connect'; id: number; port: number }

export type FromInside =
  /** With the socket, for each listener and name server. */
  | { kind: 'listening'; id: number }
  | { kind: 'answering' }
  /** Everything stands; `network` names the namespace, as /proc does. */
  | { kind: 'ready'; network: string }
  /** Something cannot be done; the command has not started. */
  | { kind: 'failed'; why: string }
  /** The command runs. */
  | { kind: 'started' }
  /** With the socket, where there is one. */
  | { kind: 'connected'; id: number }
