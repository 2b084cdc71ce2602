/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Also through type imports: they show the same knot.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      // Oracles have dependencies of their own, which are installed for them alone.
      from: { pathNot: '^packages/providers/oracles/' },
      // Types alone, in a package without a main file.
      to: { couldNotResolve: true, pathNot: '^@octokit/webhooks-types$' },
    },
    {
      name: 'core-imports-no-other-package',
      severity: 'error',
      from: { path: '^packages/core/src/' },
      to: { path: '^packages/(?!core/)' },
    },
    {
      name: 'adapters-providers-and-stores-import-only-core',
      severity: 'error',
      from: { path: '^packages/(express|koa|fastify|providers|redis|sender)/src/' },
      to: { path: '^packages/', pathNot: '^packages/($1|core)/' },
    },
    {
      name: 'explain-imports-only-core',
      severity: 'error',
      from: { path: '^packages/explain/src/' },
      to: { path: '^packages/', pathNot: '^packages/(explain|core)/' },
    },
    {
      name: 'only-the-command-line-loads-explain',
      comment: 'It tries secrets in many ways: a tool for a desk, and never part of a server.',
      severity: 'error',
      from: { path: '^packages/(?!explain/|cli/)[^/]+/src/' },
      to: { path: '^packages/explain/' },
    },
    {
      name: 'other-packages-through-their-entry-points',
      comment: 'A package is imported by its name, never by a path into it.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/' },
      to: {
        path: '^packages/',
        pathNot:
          '^packages/($1/|[^/]+/src/index\\.ts$|core/src/(jose|http-signatures)/index\\.ts$|(providers|testing)/src/(typed/)?[^/]+\\.ts$)',
      },
    },
    {
      name: 'schemes-know-neither-steps-nor-stores',
      severity: 'error',
      from: { path: '^packages/core/src/schemes/' },
      to: { path: '^packages/core/src/(steps/|store\\.ts$|[^/]+-store\\.ts$)' },
    },
    {
      name: 'no-tests-in-sources',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^(packages/[^/]+/test|examples|bench|tools)/' },
    },
    {
      name: 'no-development-dependencies-in-sources',
      comment: 'Types of peers are development dependencies here and optional peers for users.',
      severity: 'error',
      from: { path: '^packages/(?!testing/)[^/]+/src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer', 'type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
}
