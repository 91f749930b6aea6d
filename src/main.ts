#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { keepCompiledCode } from './commands/compile-cache.ts'

const [, , command] = process.argv
// Requests on a kept-alive connection reference each other after their end, a kilobyte each, until V8 collects old
// objects: by default when the heap is four times as large, with this flag at twice the memory in use. It stands here, since
// V8 refuses compiled code that was kept under other flags.
if (command === 'serve') setFlagsFromString('--heap-growing-percent=100')
// Before anything else is loaded.
keepCompiledCode(import.meta.url, command)
void import('./commands/index.ts').then(({ runCommandLine }) => runCommandLine())
