import type { Express } from 'express'
import lightMyRequest, { type DispatchFunc, type InjectOptions, type Response } from 'light-my-request'

/**
 * Sends a request through an Express app without a socket.
 *
 * light-my-request alone puts its own prototypes under `express.request` and `express.response` of every Express app in
 * the process, and then the next request over a real socket fails. Here each kind of message keeps its own prototype,
 * with a copy of Express's on top.
 */
export function inject(app: Express, options: InjectOptions): Promise<Response> {
  // Validating the options costs more than some routes.
  return lightMyRequest(dispatchTo(app), { validate: false, ...options })
}

const dispatchers = new WeakMap<Express, DispatchFunc>()

/** An Express app as a listener for requests without a socket. */
function dispatchTo(app: Express): DispatchFunc {
  let dispatch = dispatchers.get(app)
  if (!dispatch) {
    const { handle } = app as unknown as { handle: (request: object, response: object) => void }
    const views = new WeakMap<object, object>()
    dispatch = (request, response) => {
      const kind = Object.getPrototypeOf(request)
      let view = views.get(kind)
      if (!view) {
        view = Object.create(app, {
          request: { value: layered(app.request, request) },
          response: { value: layered(app.response, response) },
        }) as object
        views.set(kind, view)
      }
      handle.call(view, request, response)
    }
    dispatchers.set(app, dispatch)
  }
  return dispatch
}

function layered(ofApp: object, message: object): object {
  const ofExpress: object = Object.getPrototypeOf(ofApp)
  const base: object = Object.getPrototypeOf(message)
  return [ofExpress, ofApp].reduce(
    (under, layer) => Object.create(under, Object.getOwnPropertyDescriptors(layer)),
    base,
  )
}
