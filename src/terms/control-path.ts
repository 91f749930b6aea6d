/** Whether a path, without its host, is one of the control routes: of the server's own world, or of one by name. */
export const isControlPath = (path: string): boolean => /^(?:\/w\/[^/?#]*)?\/_sim(?:[/?#]|$)/.test(path)
