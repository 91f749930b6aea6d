#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { keepCompiledCode } from './commands/compile-cache.ts'

const [, , command, ...rest] = process.argv
// Requests on a kept-alive connection reference each other after their end, a kilobyte each, until V8 collects old
// objects: by default when the heap is four times as large, with this flag at twice the memory in use. It stands here, since
// V8 refuses compiled code that was kept under other flags.
if (command === 'serve') setFlagsFromString('--heap-growing-percent=100')
// Most that a start makes stays, so to look for what does not is work for nothing. V8 begins with a megabyte for new objects and
// doubles it at each look; so it has all that it may have after the first. Not where 5 MB are held all day.
else setFlagsFromString('--semi-space-growth-factor=16')
// Before anything else is loaded. A run of all scripts calls more functions, whose code one script would take for nothing.
const isOneScript = command === 'test' && rest.length === 1 && /\.ya?ml$/.test(String(rest[0]))
keepCompiledCode(import.meta.url, isOneScript ? 'script' : command)
void import('./commands/index.ts').then(({ runCommandLine }) => runCommandLine())
