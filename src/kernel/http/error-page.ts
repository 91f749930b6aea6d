/**
 * The page of an nginx that answers in place of the program behind it; also of the gateways that are built on one.
 *
 * @example
 * errorPage('502 Bad Gateway', 'nginx')
 */
export function errorPage(title: string, server: string): string {
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    `<hr><center>${server}</center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n')
}
