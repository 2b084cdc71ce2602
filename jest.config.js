import { existsSync, readdirSync } from 'node:fs'

// Published as ES modules only, which jest's CommonJS cannot load as they are. Fastify's `inject` brings cookie.
const esmOnly = ['@octokit/webhooks-methods', 'cookie']

const project = (name, folder) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  roots: [`<rootDir>/${folder}`],
  testEnvironment: 'node',
  testMatch: [`<rootDir>/${folder}/${folder === 'examples' ? '' : 'test/'}**/*.test.ts`],
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/)?(?:${esmOnly.join('|')})/)`],
  moduleNameMapper: {
    '^@postern/(providers|testing)/(.+)$': '<rootDir>/packages/$1/src/$2.ts',
    '^@postern/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
    // Its exports map has no entry for `require`.
    '^@octokit/webhooks-methods$': '<rootDir>/node_modules/@octokit/webhooks-methods/dist-node/index.js',
    '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'],
  },
})

const hasTests = (folder) =>
  existsSync(new URL(folder, import.meta.url)) &&
  readdirSync(new URL(folder, import.meta.url), { recursive: true }).some((file) => file.endsWith('.test.ts'))

const packages = readdirSync(new URL('packages', import.meta.url)).filter((name) =>
  hasTests(`packages/${name}/test`),
)

export default {
  projects: [
    ...packages.map((name) => project(name, `packages/${name}`)),
    ...(hasTests('examples') ? [project('examples', 'examples')] : []),
  ],
  reporters: ['default', '<rootDir>/tools/closing-line.mjs'],
  testTimeout: 20_000,
}
