import { checkSession, type KnownInFile } from './check-session.ts'
import {
  checkCount,
  checkEach,
  checkKnown,
  checkMoment,
  checkWords,
  ifThere,
  isObject,
  partsOf,
  type Json,
  type Problem,
} from './check-values.ts'
import { labelOf } from './meeting-file.ts'

/** What is wrong with the history of a file: what sessions were like in a release is checked as the whole sessions they were. */
export const checkReleases = (value: Json, sessions: readonly Json[], known: KnownInFile, problem: Problem): void => {
  const now = new Map(sessions.filter(isObject).map((session) => [session.code, session]))
  const codes = new Set(now.keys())
  checkEach(value, '/releases', problem, (each, at) => {
    const release = partsOf(each, at, problem)
    checkCount(release.number, `${at}/number`, problem)
    if (labelOf(release) === undefined) problem(`${at}/label`, 'file.label')
    checkMoment(release.publishedAt, `${at}/publishedAt`, problem)
    checkWords(release.note, `${at}/note`, problem)
    if (release.note === undefined) problem(`${at}/note`, 'file.missing')
    ifThere(
      release.without,
      (list, here) => checkEach(list, here, problem, (code, one) => checkKnown(code, codes, one, problem)),
      `${at}/without`,
      problem,
    )
    if (release.differs === undefined) return
    for (const [code, changes] of Object.entries(partsOf(release.differs, `${at}/differs`, problem))) {
      const here = `${at}/differs/${code}`
      const differing = partsOf(changes, here, problem)
      if (!now.has(code)) problem(here, 'file.unknown', { id: code })
      else checkDiffering(now.get(code), differing, known, here, problem)
    }
  })
}

/** What is wrong with a session as it was, and not with what it is now: that is said of the session itself. */
const checkDiffering = (
  now: Record<string, Json> | undefined,
  differing: Record<string, Json>,
  known: KnownInFile,
  at: string,
  problem: Problem,
): void => {
  const said = new Set<string>()
  checkSession(now, known, at, (...[pointer, message]) => said.add(`${pointer} ${message}`))
  checkSession({ ...now, ...differing }, known, at, (pointer, message, params) => {
    if (!said.has(`${pointer} ${message}`)) problem(pointer, message, params)
  })
}
