import type { Route } from '../../src/platform/http/routes.ts'

/** What the parameters of routes may be, so that every route can be asked for. */
export type Values = Readonly<Record<string, readonly string[]>>

/** A parameter of a route that the leak matrix has no values for: say in `asking.ts` what it may be. */
export class UnknownParameter extends Error {
  constructor(route: string, name: string) {
    super(`What may :${name} be in ${route}? Add it to valuesFor in test/leaks/asking.ts.`)
  }
}

/** Without the expressions of parameters: `/:slug(^[a-z]+$)/:label` is `/:slug/:label`. */
const plain = (path: string): string => {
  let depth = 0
  let text = ''
  for (const character of path) {
    if (character === '(') depth++
    if (depth === 0) text += character
    if (character === ')') depth--
  }
  return text
}

/** Every address of a route, with each combination of values. @throws UnknownParameter */
export const addressesOf = ({ method, path }: Route, values: Values): string[] =>
  plain(path)
    .split(/(:\w+)/)
    .reduce<string[]>(
      (made, part) => {
        if (!part.startsWith(':')) return made.map((each) => each + part)
        const choices = values[part.slice(1)]
        if (!choices) throw new UnknownParameter(`${method} ${path}`, part.slice(1))
        return made.flatMap((each) => choices.map((choice) => each + encodeURIComponent(choice)))
      },
      [''],
    )
