import { BadRequestException } from '@nestjs/common'
import { expect, test } from 'vitest'
import { formFrom, isTooDeep } from './body-parsers.ts'

test.each<[string, string, boolean]>([
  ['what programs send', JSON.stringify({ days: [{ day: '2022-10-18', mode: 'online' }] }), false],
  ['thirty-two brackets', '['.repeat(32) + ']'.repeat(32), false],
  ['thirty-three', '['.repeat(33), true],
  ['side by side, however many', `[${'[],'.repeat(10_000)}[]]`, false],
  ['brackets that are text', JSON.stringify({ a: '['.repeat(1_000) }), false],
  ['after a quotation mark within text', `{"a":"\\"[${'['.repeat(50)}"}`, false],
])('%s', (_, json, tooDeep) => {
  expect(isTooDeep(json)).toBe(tooDeep)
})

test.each(['__proto__[x]=1', 'a[constructor][prototype][x]=1', 'prototype=1', '%5F_proto__=1'])(
  'a form that names what every object has is refused: %s',
  (body) => {
    expect(() => formFrom(body)).toThrow(BadRequestException)
  },
)
