// A jest reporter that ends the run with one plain line: "12 passed, 0 failed, 3 skipped".
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
    // The default reporter writes its summary to stderr: a later turn keeps this line behind it.
    setImmediate(() => process.stdout.write(`${line}\n`))
  }
}
