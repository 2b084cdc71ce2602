import { dirname } from 'node:path'

// Published as ES modules only, which jest's CommonJS cannot load as they are. Fastify's `inject` brings cookie.
const esmOnly = ['@octokit/webhooks-methods', 'cookie', 'jose']

// They run servers of their own, and need the binary.
const onRedis = ['examples', 'faults', 'redis', 'testing']

/** A jest project: the tests in one folder, run on the sources. */
export const project = (name, folder, testMatch) => ({
  displayName: name,
  rootDir: dirname(import.meta.dirname),
  roots: [`<rootDir>/${folder}`],
  testEnvironment: 'node',
  ...(onRedis.includes(name) && { globalSetup: '<rootDir>/packages/testing/src/redis-setup.mjs' }),
  testMatch: [`<rootDir>/${folder}/${testMatch}`],
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
    '^@postern/core/jose$': '<rootDir>/packages/core/src/jose/index.ts',
    '^@postern/core/http-message-signatures$': '<rootDir>/packages/core/src/http-signatures/index.ts',
    '^@postern/(providers|testing)/(.+)$': '<rootDir>/packages/$1/src/$2.ts',
    '^@postern/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
    // Its exports map has no entry for `require`.
    '^@octokit/webhooks-methods$': '<rootDir>/node_modules/@octokit/webhooks-methods/dist-node/index.js',
    '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'],
  },
})
