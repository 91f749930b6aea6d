import type { CurlKeys } from '../../../web/parts.ts'

/** Of OnePipe's one endpoint: the signature is made of the request's own reference and the secret of the app. */
export function onePipeCurlKeys({ path, body }: { path: string; body: string | null }): CurlKeys | undefined {
  if (!/^\/v2\/transact\b/.test(path)) return undefined
  const [, ref = ''] = /"request_ref"\s*:\s*"([^"\\$`]*)"/.exec(body ?? '') ?? []
  return {
    headers: {
      authorization: 'Bearer $ONEPIPE_API_KEY',
      signature: `$(printf '%s;%s' '${ref.replaceAll("'", "'\\''")}' "$ONEPIPE_SECRET" | md5sum | cut -d' ' -f1)`,
    },
    variables: ['ONEPIPE_API_KEY', 'ONEPIPE_SECRET'],
  }
}
