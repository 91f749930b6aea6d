#!/usr/bin/env node
import { keepCompiledCode } from './commands/compile-cache.ts'

// Before anything else is loaded.
keepCompiledCode()
void import('./commands/index.ts').then(({ runCommandLine }) => runCommandLine())
