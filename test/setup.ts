import 'reflect-metadata'
import { afterAll } from 'vitest'
import { closeEverything } from './closing.ts'

afterAll(closeEverything)
