import { FILE_LANGUAGES, MATERIAL_KINDS } from '../../materials/material.ts'
import { checkAccess } from './check-session.ts'
import {
  checkEach,
  checkKnown,
  checkOneOf,
  checkString,
  checkText,
  checkYesNo,
  ifThere,
  isObject,
  partsOf,
  type Json,
  type Problem,
} from './check-values.ts'

const KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** What is wrong with the papers of a file; a paper of a session that is not there would be everybody's. */
export const checkMaterials = (value: Json, codes: ReadonlySet<Json>, ids: ReadonlySet<Json>, problem: Problem): void =>
  checkEach(value, '/materials', problem, (each, at) => {
    const material = partsOf(each, at, problem)
    if (typeof material.id !== 'string' || !KEY.test(material.id) || material.id.length > 80)
      problem(`${at}/id`, 'file.key')
    ifThere(material.symbol ?? undefined, checkString, `${at}/symbol`, problem)
    checkOneOf(material.kind, MATERIAL_KINDS, `${at}/kind`, problem)
    ifThere(material.session, (code, here) => checkKnown(code, codes, here, problem), `${at}/session`, problem)
    ifThere(material.supersedes, (id, here) => checkKnown(id, ids, here, problem), `${at}/supersedes`, problem)
    checkText(material.title, `${at}/title`, problem)
    checkAccess(material.access, material.invited, at, problem)
    if (isObject(material.access)) ifThere(material.access.public, checkYesNo, `${at}/access/public`, problem)
    checkEach(material.languages, `${at}/languages`, problem, (language, here) =>
      checkOneOf(language, FILE_LANGUAGES, here, problem),
    )
  })
