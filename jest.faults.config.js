import { project } from './tools/jest-project.mjs'

// What takes long: processes that are killed, servers that hang, failovers. One at a time, as they measure time.
export default {
  projects: [project('faults', 'packages/redis', 'test/faults/*.faults.ts')],
  reporters: ['default', '<rootDir>/tools/closing-line.mjs'],
  maxWorkers: 1,
  testTimeout: 120_000,
}
