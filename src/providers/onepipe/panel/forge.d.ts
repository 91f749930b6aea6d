/** Single modules of node-forge; the whole package is ten times as large. */
declare module 'node-forge/lib/md5.js' {
  import type { md } from 'node-forge'

  const md5: typeof md.md5
  export default md5
}
declare module 'node-forge/lib/util.js' {
  import type { util } from 'node-forge'

  const whole: typeof util
  export default whole
}
declare module 'node-forge/lib/cipher.js' {
  import type { cipher } from 'node-forge'

  const whole: typeof cipher
  export default whole
}
declare module 'node-forge/lib/des.js' {}
