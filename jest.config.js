import { existsSync, readdirSync } from 'node:fs'
import { project } from './tools/jest-project.mjs'

const hasTests = (folder) =>
  existsSync(new URL(folder, import.meta.url)) &&
  readdirSync(new URL(folder, import.meta.url), { recursive: true }).some((file) => file.endsWith('.test.ts'))

const packages = readdirSync(new URL('packages', import.meta.url)).filter((name) =>
  hasTests(`packages/${name}/test`),
)

export default {
  projects: [
    ...packages.map((name) => project(name, `packages/${name}`, 'test/**/*.test.ts')),
    ...(hasTests('examples') ? [project('examples', 'examples', '**/*.test.ts')] : []),
  ],
  reporters: ['default', '<rootDir>/tools/closing-line.mjs'],
  // Much of the time goes into waiting for leases to lapse.
  maxWorkers: '100%',
  testTimeout: 20_000,
}
