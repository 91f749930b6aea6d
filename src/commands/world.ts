import { Command } from 'commander'
import type { Quirk } from '../kernel/index.ts'
import { visible } from '../safe-text/index.ts'

/** `payersim world`: prints the built-in world, or checks a world file and prints the whole world. */
export function worldCommand(): Command {
  return new Command('world')
    .description(
      'print the built-in world as a world file, or check FILE and print it with all defaults filled in',
    )
    .summary('print the built-in world, or check a world file')
    .argument('[file]', 'a world file to check')
    .option('--schema', 'print the JSON Schema of world files, for editors')
    .option('--quirks', 'list where sources on a vendor differ, and what may be set')
    .action(async (file: string | undefined, { schema, quirks }: { schema?: boolean; quirks?: boolean }) => {
      const [
        { stringify },
        { builtInWorld },
        { readWorldFile, worldJsonSchema },
        { builtInProviders },
        { networkQuirks },
      ] = await Promise.all([
        import('yaml'),
        import('../control/index.ts'),
        import('../control/world-file.ts'),
        import('../providers/built-in.ts'),
        import('../network/index.ts'),
      ])
      if (schema) return console.log(JSON.stringify(worldJsonSchema(), null, 2))
      if (quirks) {
        const ofProviders = builtInProviders.flatMap((provider) => provider.quirks ?? [])
        return console.log(quirkTable([...ofProviders, ...networkQuirks]))
      }
      const text = stringify(file === undefined ? builtInWorld : readWorldFile(file)).trimEnd()
      // A file gets the text unchanged, so that it means the same world.
      console.log(process.stdout.isTTY ? visible(text) : text)
    })
}

function quirkTable(quirks: readonly Quirk[]): string {
  return quirks
    .map(
      ({ name, values, default: usual, source }) =>
        `${name}: ${values.map((value) => (value === usual ? `${value} (default)` : value)).join(' | ')}\n  ${source}`,
    )
    .join('\n')
}
