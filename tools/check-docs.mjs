// Compiles every ts and js block of the documentation against the sources: ts as strictly as the packages, js as a
// program without annotations. Each block is a module of its own in `examples`, which has every framework installed.
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'

const root = dirname(import.meta.dirname)
const documents = ['README.md', 'packages/*/README.md', 'docs/**/*.md', 'examples/README.md']
const blocks = ts.sys.readDirectory(root, ['.md'], ['**/node_modules'], documents).flatMap(blocksOf)
const sources = new Map()
const { options } = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.json'), {}, ts.sys)
// Users have node-redis under its own name. Here two versions are installed, under names of ours.
const configuration = {
  ...options,
  paths: { ...options.paths, redis: ['./node_modules/redis6/dist/index.d.ts'] },
}
const leniency = { allowJs: true, checkJs: true, strict: false, noPropertyAccessFromIndexSignature: false }
const globals = {
  file: join(root, 'examples/_globals.d.ts'),
  // What express.json({ verify }) keeps, as Express's users write it: its types do not know it.
  code: `export {}; declare module 'http' { interface IncomingMessage { rawBody?: Uint8Array } }`,
}

const wrong = [
  ...compile(blocksIn('ts'), configuration),
  ...compile([...blocksIn('js'), globals], { ...configuration, ...leniency }),
]
for (const line of wrong) console.error(line)
console.log(`${blocks.length} blocks of code, ${wrong.length} errors`)
process.exitCode = wrong.length === 0 && blocks.length > 0 ? 0 : 1

function blocksOf(path) {
  const document = relative(root, path)
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(/^ *```(ts|js)\n([^]*?)^ *```$/gm)].map(({ index, 1: language, 2: code }) => {
    const line = text.slice(0, index).split('\n').length + 1
    const name = `_${document.replaceAll(/[^a-z0-9]/gi, '-')}-${line}.${language}`
    return { document, line, language, code, file: join(root, 'examples', name) }
  })
}

function blocksIn(language) {
  return blocks.filter((block) => block.language === language)
}

function compile(modules, options) {
  const byFile = new Map(modules.map((module) => [module.file, module]))
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = (file) => byFile.has(file) || fileExists(file)
  host.getSourceFile = (file, version, ...rest) => {
    const module = byFile.get(file)
    if (module !== undefined) return ts.createSourceFile(file, module.code, version, true)
    if (!sources.has(file)) sources.set(file, getSourceFile(file, version, ...rest))
    return sources.get(file)
  }
  const program = ts.createProgram([...byFile.keys()], options, host)
  return modules.flatMap(({ document, line, file }) => {
    const source = program.getSourceFile(file)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map(({ start, messageText }) => {
      const at = line + source.getLineAndCharacterOfPosition(start).line
      return `${document}:${at}: ${ts.flattenDiagnosticMessageText(messageText, '\n  ')}`
    })
  })
}
