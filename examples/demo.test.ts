import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

test('the demo is answered as it expects, and its output without a terminal is plain text', async () => {
  const parameters = ['--import', 'tsx', '--no-warnings', 'demo/main.ts']
  const { stdout, stderr } = await run(process.execPath, parameters, { cwd: __dirname })
  const lines = stdout.split('\n')
  expect(lines.filter((line) => line.startsWith('✗'))).toEqual([])
  expect(lines.filter((line) => line.startsWith('✓')).length).toBeGreaterThan(30)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
  expect(stdout).not.toContain('\u001b')
  expect(stderr).toBe('')
})
