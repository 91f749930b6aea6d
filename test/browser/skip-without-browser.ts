import { beforeEach } from 'vitest'
import { findChromium } from './chromium.ts'

// Skipped one by one, so that the summary counts them. The line that says what to install comes from build-page.ts.
if (findChromium() === undefined) beforeEach(({ skip }) => skip('no browser here'))
