import { QUESTION_TYPES } from '../../meetings/registration-settings.ts'
import {
  checkConstituencies,
  checkCount,
  checkDuration,
  checkEach,
  checkOnce,
  checkOneOf,
  checkString,
  checkText,
  checkWords,
  checkYesNo,
  ifThere,
  isList,
  isObject,
  isText,
  partsOf,
  type Json,
  type Problem,
} from './check-values.ts'

/** What is wrong with the questions of a file, as far as their form goes. */
export const checkQuestions = (value: Json, at: string, problem: Problem): void => {
  checkEach(value, at, problem, checkQuestion)
  checkIds(value, at, problem)
}

/** Each thing of a list has an id of its own. */
const checkIds = (value: Json, at: string, problem: Problem): void => {
  if (!isList(value)) return
  checkOnce(
    value.map((each, index) => [isObject(each) ? each.id : undefined, `${at}/${index}/id`]),
    problem,
  )
}

const checkId = (value: Json, at: string, problem: Problem): void => {
  if (!isText(value)) problem(at, 'file.missing')
}

const checkQuestion = (value: Json, at: string, problem: Problem): void => {
  const question = partsOf(value, at, problem)
  checkId(question.id, `${at}/id`, problem)
  checkOneOf(question.type, QUESTION_TYPES, `${at}/type`, problem)
  checkYesNo(question.required, `${at}/required`, problem)
  checkText(question.label, `${at}/label`, problem)
  checkWords(question.help, `${at}/help`, problem)
  checkWords(question.purpose, `${at}/purpose`, problem)
  ifThere(question.least, checkString, `${at}/least`, problem)
  ifThere(question.most, checkString, `${at}/most`, problem)
  ifThere(question.retired, checkYesNo, `${at}/retired`, problem)
  ifThere(question.appliesTo, checkAppliesTo, `${at}/appliesTo`, problem)
  ifThere(question.options, checkOptions, `${at}/options`, problem)
  ifThere(question.retention, checkDuration, `${at}/retention`, problem)
}

const checkOptions = (value: Json, at: string, problem: Problem): void => {
  checkEach(value, at, problem, (each, here) => {
    const option = partsOf(each, here, problem)
    checkId(option.id, `${here}/id`, problem)
    checkText(option.label, `${here}/label`, problem)
    ifThere(option.retired, checkYesNo, `${here}/retired`, problem)
  })
  checkIds(value, at, problem)
}

const checkAppliesTo = (value: Json, at: string, problem: Problem): void => {
  const { mode, days, constituencies, answer } = partsOf(value, at, problem)
  const checkMode = (each: Json, here: string): void => checkOneOf(each, ['in-person', 'online'], here, problem)
  ifThere(mode, (list, here) => checkEach(list, here, problem, checkMode), `${at}/mode`, problem)
  ifThere(days, (list, here) => checkEach(list, here, problem, checkCount), `${at}/days`, problem)
  ifThere(constituencies, checkConstituencies, `${at}/constituencies`, problem)
  ifThere(
    answer,
    (given, here) => {
      const { question, is } = partsOf(given, here, problem)
      checkId(question, `${here}/question`, problem)
      checkEach(is, `${here}/is`, problem, checkString)
    },
    `${at}/answer`,
    problem,
  )
}
