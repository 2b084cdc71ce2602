// Lets the providers' SDKs judge what the presets sign, and the presets what the SDKs sign.
import { readdirSync } from 'node:fs'
import { checkOracle } from './check-oracle.mjs'

const names = readdirSync(new URL('adapters/', import.meta.url))
  .filter((file) => !file.startsWith('_'))
  .map((file) => file.replace('.mjs', ''))

const results = []
for (const name of names) results.push(await checkOracle(name))

for (const { name, package: pkg, faults, verifies, signs } of results) {
  const directions = [verifies && 'verifies', signs && 'signs'].filter(Boolean).join(' and ')
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${pkg} ${directions}`)
  for (const fault of faults) console.log(`       ${fault}`)
}

const count = (test) => results.filter(test).length
const failed = count(({ faults }) => faults.length > 0)
console.log(`
${count(() => true)} presets against ${new Set(results.map((result) => result.package)).size} packages:
${count(({ own }) => own)} by the provider's own package, ${count(({ own, signs }) => own && signs)} of which sign too;
${count(({ own }) => !own)} by another implementation.
${failed === 0 ? 'All agree.' : `${failed} do not agree.`}`)
process.exitCode = failed === 0 ? 0 : 1
