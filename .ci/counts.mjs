// What a run of vitest came to: `passed failed` on standard output; which ones failed, and why, added to a file.
import { appendFileSync, readFileSync } from 'node:fs'

const [report, failures] = process.argv.slice(2)
const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
const firstLine = (text = '') => text.split('\n')[0]
const failed = testResults.flatMap(({ name, status, message, assertionResults }) => {
  const tests = assertionResults.filter((test) => test.status === 'failed')
  if (tests.length) return tests.map((test) => `${name}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
  // A file that could not be read has no tests to fail.
  return status === 'failed' ? [`${name}: ${firstLine(message)}`] : []
})
appendFileSync(failures, failed.map((line) => `${line}\n`).join(''))
console.log(numPassedTests, failed.length)
