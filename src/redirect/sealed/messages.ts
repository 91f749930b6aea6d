// The messages between `payersim run` and its process inside the namespace, over Node's channel.

/** A listening socket that is opened inside and passed outside, where its connections are accepted. */
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
      /** Bind mounts of files and folders, in this order. */
      binds: Array<{ from: string; over: string }>
      listeners: Listener[]
      /** Addresses of the name server. */
      nameServers: string[]
      /** An empty folder for a temporary mount. */
      spare: string
      /** The folder of the run, removed here if `payersim run` has ended. */
      folder: string
    }
  | { kind: 'start'; command: string; args: readonly string[]; env: Record<string, string> }
  | { kind: 'signal'; signal: NodeJS.Signals }
  | { kind: 'connect'; id: number; port: number }

export type FromInside =
  /** With the socket, for each listener and name server. */
  | { kind: 'listening'; id: number }
  | { kind: 'answering' }
  /** The namespace is ready; `network` is its name, as in /proc. */
  | { kind: 'ready'; network: string }
  /** Something cannot be done; the command has not started. */
  | { kind: 'failed'; why: string }
  /** The command runs. */
  | { kind: 'started' }
  /** With the socket, if it could connect. */
  | { kind: 'connected'; id: number }
