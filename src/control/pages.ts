// What browsers alone ask for. Loaded with the first such request: with Express it takes as long as half of a start.
export { docsRoutes } from './docs-page.ts'
export { pageRoutes } from './page.ts'
